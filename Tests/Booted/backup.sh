# The nightly backup as the timer makes it, its failure as systemd sees it, a restore, an upgrade gone back.
source /run/checks/lib.sh

found_invented_county 3 10
expect 'a call is taken' answers 201
systemctl enable --now --quiet arrived-backup.timer
expect 'the timer waits for the night' bash -c "systemctl list-timers --no-pager arrived-backup.timer | grep -q arrived-backup.service"
expect 'the nightly backup' systemctl start arrived-backup.service
expect 'is there' test "$(ls /var/lib/arrived/backups/arrived-130533-*.db | wc -l)" = 1
expect 'for the service user alone' test "$(stat -c '%U %a' /var/lib/arrived/backups /var/lib/arrived/backups/*.db | paste -sd' ')" = 'arrived 700 arrived 600'
expect 'the doctor has nothing to say against it' bash -c 'arrivectl doctor; [ $? -le 1 ]'
expect 'a second call' answers 201
expect 'a copy for the administrator' arrivectl backup /root/copy.db
expect 'for root alone' test "$(stat -c '%U %a' /root/copy.db)" = 'root 600'

mv /etc/arrived/token /root/token
expect 'a backup without a token fails' bash -c '! systemctl start arrived-backup.service'
expect 'and systemd knows' test "$(systemctl is-failed arrived-backup.service)" = failed
mv /root/token /etc/arrived/token

expect 'a live store is not restored into' bash -c "! arrivectl restore /root/copy.db --store $store"
systemctl stop arrived.socket arrived.service
expect 'nor one that is there' bash -c "! arrivectl restore /root/copy.db --store $store"
mkdir /root/old && mv $store* /root/old/
expect 'the restore' arrivectl restore /root/copy.db --store $store
expect 'belongs to the service' test "$(stat -c %U $store $store.key | sort -u)" = arrived
systemctl start arrived.socket arrived.service
expect 'both calls are back, and the token holds' test "$(count)" = 2
# From a later version back: the package before it, and the backup made before the upgrade.
systemctl stop arrived.socket arrived.service
runuser -u arrived -- python3 -c "
import sqlite3; d = sqlite3.connect('$store'); d.execute(\"INSERT INTO grdb_migrations VALUES ('v99')\"); d.commit()"
! systemctl start arrived.service || fail 'a newer store was opened'
expect 'a newer store is refused with what to do' bash -c "journalctl -u arrived.service | grep -q 'a later arrived wrote; install that version'"
systemctl stop arrived.socket arrived.service arrived-retry.service
systemctl reset-failed arrived.service
rm $store*
expect 'the backup of before' arrivectl restore "$(ls /var/lib/arrived/backups/*.db | head -1)" --store $store
expect 'starts' systemctl start arrived.socket arrived.service
expect 'with what it held' test "$(count)" = 1
