# A daemon that cannot start over and over: systemd gives up, its socket goes with it, and both come back by themselves.
source /run/checks/lib.sh

found_county
expect 'it runs' ready
mv $store.key /root/key
systemctl kill -s KILL arrived.service
gave_up() { (($(journalctl -q -u arrived.service | grep -c 'Start request repeated too quickly') >= ${1-1})); }
within 60 'systemd gives up after a while' gave_up
mv /root/key $store.key
began=$SECONDS
within 40 'it comes back by itself' ready
say "after $((SECONDS - began)) s; $(systemctl is-active arrived.socket) socket"

# ---- whoever stops it, to put another store there, is not surprised by another start
mv $store.key /root/key
systemctl kill -s KILL arrived.service
within 60 'it gives up again' gave_up 2
waits() { [[ $(systemctl is-active arrived-retry.service) == activating ]]; }
within 5 'another start is waiting' waits
expect 'stopped, as the guide says' systemctl stop arrived.socket arrived.service
waits && fail 'another start is still waiting'
expect 'nothing waits any more' test "$(systemctl is-active arrived.service arrived.socket arrived-retry.service | sort -u)" = inactive

# ---- an upgrade to a file with a mistake leaves what runs, and is whole
mv /root/key $store.key
expect 'on again at once' systemctl start arrived.socket arrived.service
cp /etc/arrived/arrived.yaml /root/
echo 'no: setting' >>/etc/arrived/arrived.yaml
expect 'the package is installed' dpkg -i "$PKG"
expect 'and whole' grep -q '^Status: install ok installed' <<<"$(dpkg -s arrived)"
expect 'the old one goes on' ready
cp /root/arrived.yaml /etc/arrived/
expect 'once the file is right' systemctl restart arrived.service
expect 'it runs again' ready

# ---- one that does not start is whole too, and tried again
mv $store.key /root/key
expect 'the package is installed' dpkg -i "$PKG"
expect 'and whole' grep -q '^Status: install ok installed' <<<"$(dpkg -s arrived)"
mv /root/key $store.key
within 40 'it starts by itself' ready
