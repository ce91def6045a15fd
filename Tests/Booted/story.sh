# An administrator installs the package and makes a county; an operator takes a call; a member goes; the case is closed.
# Nothing but the package and a bare Debian takes part: the member's endpoint is a socket unit with a shell behind it.
source /run/checks/lib.sh

# ---- what the package brought
expect 'the service user is there' getent passwd arrived
expect 'its folder is for it alone' test "$(stat -c '%U %a' /var/lib/arrived)" = 'arrived 700'
for unit in arrived.socket arrived.service arrived-retry.service arrived-backup.service arrived-backup.timer; do
    expect "$unit is right" systemd-analyze verify --recursive-errors=no --man=no "$unit"
done
expect 'nothing runs before there is a county' test "$(systemctl is-active arrived.service)" = inactive
exposure=$(systemd-analyze security --no-pager arrived.service | sed -n 's/.*exposure level for arrived.service: \([0-9.]*\).*/\1/p')
say "exposure $exposure"
expect 'the sandbox is tight' awk -v e="$exposure" 'BEGIN { exit !(e > 0 && e <= 1.2) }'

# ---- the county
found_county
expect 'the daemon runs' test "$(systemctl is-active arrived.service)" = active
expect 'it knows the boot it runs in' grep -qE 'ARRIVED_BOOT_ID=[0-9a-f-]{32,36}' \
    <<<"$(systemctl show -P Environment arrived.service)"
expect 'it says what it does' grep -q 'open requests' <<<"$(systemctl show -P StatusText arrived.service)"
expect 'nobody else reads the store' test "$(stat -c '%U %a' $store $store.key | sort -u)" = 'arrived 600'
cd /root
cat >villages.csv <<'CSV'
code,name,township_code,township,latitude,longitude,crs
130533111225,沙河王庄,130533111,固献镇,36.922226,115.363312,WGS-84
CSV
cat >members.csv <<CSV
id,name,phone,village_code,branch,latitude,longitude,crs,capabilities,transport,channel,endpoint,secret
driver,试驾乙,0319-5550202,130533111225,试验支部,36.922900,115.363900,,vehicle,car,generic,http://$street/driver,
CSV
cat >households.csv <<'CSV'
id,name,phone,village_code,address,latitude,longitude,crs,contacts,notes
household,试户老人,0319-5550107,130533111225,试验巷九号,36.922500,115.363500,,driver,门口有台阶
CSV
for list in villages members households; do expect "$list are imported" arrivectl import $list $list.csv; done

# ---- the member's endpoint: each connection is answered by a shell that keeps the body
mkdir -p /run/street
cat >/run/street/answer <<'SH'
while IFS= read -r line && line=${line%$'\r'} && [ -n "$line" ]; do
    case ${line,,} in content-length:*) length=${line#*:} ;; esac
done
head -c $((length)) >"/run/street/$(date +%s%N).json"
printf 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'
SH
cat >/run/systemd/system/street.socket <<UNIT
[Socket]
ListenStream=$street
Accept=yes
UNIT
cat >/run/systemd/system/street@.service <<'UNIT'
[Service]
ExecStart=/bin/bash /run/street/answer
StandardInput=socket
UNIT
systemctl daemon-reload && systemctl start street.socket

# ---- a call
expect 'a call is taken' arrivectl call 0319-5550107 medical-transport 老人发烧，走不动
heard() { grep -l "\"type\":\"$1\"" /run/street/*.json 2>/dev/null | tail -1; }
has_heard() { [[ -n $(heard "$1") ]]; }
within 10 'the member is asked' has_heard offer.created
expect 'the notice tells no name' bash -c "! grep -q 试户老人 $(heard offer.created)"
callback=$(sed -n 's/.*"callback":"\([^"]*\)".*/\1/p' "$(heard offer.created)")
answer() { curl -sf -o /dev/null -H 'Content-Type: application/json' -d "{\"action\":\"$1\"}" "$callback"; }
expect 'the member accepts' answer accept
within 10 'and hears where to' has_heard assignment.created
expect 'with the name' grep -q 试户老人 "$(heard assignment.created)"
systemctl restart arrived.service
for step in en-route on-scene transporting; do expect "$step" answer $step; done
pid=$(systemctl show -P MainPID arrived.service)
kill -9 "$pid"
for step in at-facility admitted discharged cleared; do
    within 10 "$step after a kill" answer $step
done
expect 'the case is closed' arrivectl request close 1 --grade 5
expect 'and reads so' grep -q closed <<<"$(arrivectl request show 1)"
expect 'the journal has fields' test -n "$(journalctl -u arrived.service -o json --output-fields=ARRIVED_SENTENCE | grep 'ARRIVED_SENTENCE')"
expect 'and priorities' bash -c "journalctl -u arrived.service -p info | grep -q starting && ! journalctl -u arrived.service -p err | grep -q starting"

# ---- another configuration
sed -i 's|^  immediateBranchSeconds: 120|  immediateBranchSeconds: soon|' /etc/arrived/arrived.yaml
expect 'a broken reload is told' bash -c '! systemctl reload arrived.service'
named() { systemctl show -P StatusText arrived.service | grep -q "$1"; }
within 5 'the status names it' named 'immediateBranchSeconds is “soon”'
expect 'the daemon goes on' ready
sed -i 's|^  immediateBranchSeconds: soon|  immediateBranchSeconds: 60|' /etc/arrived/arrived.yaml
expect 'a right one is taken' systemctl reload arrived.service
is_clear() { ! systemctl show -P StatusText arrived.service | grep -q refused; }
within 5 'the status is clear again' is_clear

# ---- stop, remove, purge
began=$(date +%s%N)
systemctl stop arrived.service arrived.socket
say "stopped in $((($(date +%s%N) - began) / 1000000)) ms"
expect 'it stopped in good order' test "$(systemctl show -P Result arrived.service)" = success
systemctl start arrived.socket
expect 'a caller wakes it' ready
dpkg -r arrived
expect 'the configuration stays' test -e /etc/arrived/arrived.yaml
expect 'the county stays' test -e $store
expect 'nothing listens any more' bash -c "! curl -s $api/healthz"
dpkg -P arrived
expect 'the configuration is gone' test ! -e /etc/arrived
expect 'the county is not a package to throw away' test -e $store
rm -r /var/lib/arrived
dpkg -i "$PKG" && dpkg -P arrived
expect 'nothing is left' bash -c '! getent passwd arrived && ! ls -d /var/lib/arrived /etc/arrived 2>/dev/null'
say 'the whole story is told'
