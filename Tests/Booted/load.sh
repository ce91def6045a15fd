# Under load, a request every 20 ms: three restarts, a kill -9 and an upgrade of the package. Nobody notices.
source /run/checks/lib.sh

found_invented_county 60 100

ulimit -n 16384
python3 /run/checks/load.py 40 "$RANDOM" >load.out 2>&1 &
load=$!
sleep 4
for _ in 1 2 3; do
    systemctl restart arrived.service && say 'restarted'
    sleep 4
done
kill -9 "$(systemctl show -P MainPID arrived.service)" && say 'killed'
sleep 4
before=$(systemctl show -P MainPID arrived.service)
dpkg -i /run/next.deb >/dev/null && say "upgraded to $(dpkg-query -W -f '${Version}' arrived)"
within 5 'the upgrade restarted the service' test "$(systemctl show -P MainPID arrived.service)" != "$before"
wait $load || {
    cat load.out
    fail 'the book and the county do not agree'
}
cat load.out
expect 'every commit was written' unsaid 'a commit failed; its batch is refused'
expect 'no turn of the writer was long' unsaid 'the writer took long over a batch'
expect 'the watchdog found nothing' test -z "$(journalctl -q -u arrived.service --grep 'Watchdog timeout')"
