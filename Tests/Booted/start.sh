# A county after some years, 25,000 members and 100,000 ended requests: how long from the start to READY, and how much memory.
source /run/checks/lib.sh

found_invented_county 500 50
ulimit -n 16384
# What becomes of these is another check's to judge; those that came to an end are the pattern of the past.
python3 /run/checks/load.py 2 11 || say 'not all of the first requests came to an end'
closed=0
for number in $(seq 100); do
    ((closed < 20)) || break
    ! arrivectl request close "$number" --grade 5 >/dev/null 2>&1 || ((++closed))
done
((closed == 20)) || fail "only $closed of the first requests came to an end"
systemctl stop arrived.service arrived.socket
python3 /run/checks/past.py $store 100000
chown arrived: $store*
say "the store has $(($(stat -c %s $store) >> 20)) MiB"

property() { systemctl show -P "$1" arrived.service; }
worst=0
for round in 1 2 3; do
    systemctl start arrived.socket arrived.service
    took=$((($(property ActiveEnterTimestampMonotonic) - $(property ExecMainStartTimestampMonotonic)) / 1000))
    say "start $round to READY: $took ms"
    ((took > worst)) && worst=$took
    sleep 3
    say "idle memory: $(awk '/^VmRSS/ { print $2 / 1024 " MiB resident" } /^RssAnon/ { print $2 / 1024 " MiB its own" }' \
        /proc/"$(property MainPID)"/status | paste -sd, )"
    systemctl stop arrived.service arrived.socket
done
say "programs: $(stat -c '%n %s' /usr/bin/arrived /usr/bin/arrivectl | paste -sd' ')"
((worst < 1000)) || fail 'that is more than a second'

systemctl start arrived.socket arrived.service
began=$(date +%s%N)
expect 'a backup of all that' arrivectl backup
say "it took $((($(date +%s%N) - began) / 1000000)) ms: $(ls -s --block-size=1M /var/lib/arrived/backups | tail -1)"
began=$(date +%s%N)
arrivectl doctor || (($? < 2)) || fail 'the doctor finds a failure'
say "the doctor took $((($(date +%s%N) - began) / 1000000)) ms"
