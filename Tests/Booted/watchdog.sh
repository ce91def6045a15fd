# A writer loop that hangs while everything else goes on is killed by the watchdog; so is a process that stands still. An idle
# daemon is left alone. Nothing that was answered is lost.
source /run/checks/lib.sh

found_invented_county 3 10
period=$(systemctl show -P WatchdogUSec arrived.service)
[[ $period == 15s ]] || fail "the watchdog's period is $period"

main_pid() { systemctl show -P MainPID arrived.service; }
is_other() { [[ $(main_pid) != "$1" && $(main_pid) != 0 ]] && ready; }

# Stands a thread, or the whole process, still; says how long it took until calls were taken again.
stand_still() {
    local what=$1 pid began
    pid=$(main_pid)
    expect "a call is taken before: $what" answers 201
    began=$(date +%s%N)
    case $what in
    'the writer hangs')
        # Only this one thread, held as by a debugger: ptrace is call 101, PTRACE_SEIZE 0x4206, PTRACE_INTERRUPT 0x4207. Its
        # holder waits for the halt and then for the end (__WALL is 0x40000000): until that is seen the process would not go.
        local thread
        thread=$(grep -lx writer /proc/"$pid"/task/*/comm | cut -d/ -f5)
        perl -e 'syscall(101, 0x4206, $ARGV[0]+0, 0, 0) == 0 && syscall(101, 0x4207, $ARGV[0]+0, 0, 0) == 0 or die "ptrace: $!"; waitpid($ARGV[0], 0x40000000) for 1, 2' \
            "$thread" &
        sleep 1
        expect 'the rest of it still answers' curl -sf -m 2 -o /dev/null $api/healthz
        ;;
    'the process stands still') kill -STOP "$pid" ;;
    esac
    within 30 "back again: $what" is_other "$pid"
    local took=$((($(date +%s%N) - began) / 1000000))
    say "$what: calls are taken again after $took ms"
    ((took < 17000)) || fail 'that is more than its period and two seconds'
    expect 'systemd saw the watchdog' bash -c "journalctl -u arrived.service | grep -q 'Watchdog timeout'"
}

stand_still 'the writer hangs'
stand_still 'the process stands still'
expect 'both calls are there' test "$(count)" = 2
before=$(main_pid)
sleep 20
expect 'an idle daemon is left alone' test "$(main_pid)" = "$before"
