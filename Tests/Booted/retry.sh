# A daemon that cannot start over and over: systemd gives up, its socket goes with it, and both come back by themselves.
source /run/checks/lib.sh

found_county
expect 'it runs' ready
mv $store.key /root/key
systemctl kill -s KILL arrived.service
gave_up() { journalctl -q -u arrived.service | grep -q 'Start request repeated too quickly'; }
within 60 'systemd gives up after a while' gave_up
mv /root/key $store.key
began=$SECONDS
within 40 'it comes back by itself' ready
say "after $((SECONDS - began)) s; $(systemctl is-active arrived.socket) socket"
