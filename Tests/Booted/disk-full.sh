# The store lies on a small file system that fills up: new requests are refused, what was taken goes on in the reserve, and
# with space freed everything is taken again by itself.
source /run/checks/lib.sh

mount -t tmpfs -o size=192m,mode=700,uid=arrived,gid=arrived small /var/lib/arrived
found_invented_county 3 10
expect 'the reserve is held' test "$(stat -c %s $store.reserve)" = $((64 << 20))

expect 'a request is taken' answers 201
id=$(grep -o '"id":"[^"]*"' answer.json | head -1 | cut -d'"' -f4)
member=$(grep -o '"memberId":"[^"]*"' answer.json | head -1 | cut -d'"' -f4)

free=$(df --output=avail -B1 /var/lib/arrived | tail -1)
fallocate -l $((free - (4 << 20))) /var/lib/arrived/filler
within 10 'nearly full, new requests get 507' answers 507
expect 'with a code' grep -q '"code":"disk-full"' answer.json
# Now all of it, beyond what the margin kept.
fallocate -l "$(df --output=avail -B1 /var/lib/arrived | tail -1)" /var/lib/arrived/filler2
expect 'an import gets the same' bash -c "! arrivectl import villages villages.csv 2>import.err; grep -q 'disk' import.err"
expect 'a member is assigned by hand meanwhile' arrivectl request assign "$id" "$member"
for i in $(seq 200); do
    call -sf -o /dev/null -X POST "$api/v1/requests/$id/notes" -d "{\"text\":\"试 $i\"}" || fail "note $i was refused in the reserve"
done
say 'ok: 200 notes were written in the reserve'
expect 'the tick goes on' ready
expect 'the log says so' grep -q . <<<"$(journalctl -q -u arrived.service -p err | grep -i disk)"
expect 'the status says so' grep -q 'disk is full' <<<"$(systemctl show -P StatusText arrived.service)"
expect 'a restart in that state' systemctl restart arrived.service
expect 'still answers 507' answers 507
rm /var/lib/arrived/filler /var/lib/arrived/filler2
within 15 'with space freed, requests are taken again' answers 201
expect 'the reserve is whole again' test "$(stat -c %s $store.reserve)" = $((64 << 20))
