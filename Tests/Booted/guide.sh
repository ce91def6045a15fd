# The guide's ten commands word for word, as an administrator copies them; then what it says of secrets and of going back.
source /run/checks/lib.sh

# commands HEADING: the first block of commands under it.
commands() { sed -n "/^## $1\$/,\$p" /root/guide.md | sed -n '/^```sh$/,/^```$/{//!p;/^```$/q}'; }

expect 'the documents that units name are there' bash -c '
    for file in $(sed -n "s/^Documentation=.*file:\([^ ]*\).*/\1/p" /lib/systemd/system/arrived*); do
        dpkg-deb --fsys-tarfile "$PKG" | tar -t ".$file" || exit 1
    done'
# From the package: a small Debian leaves documents out.
dpkg-deb --fsys-tarfile "$PKG" | tar -xO ./usr/share/doc/arrived/operations.md >/root/guide.md
dpkg -P arrived >/dev/null
rm -rf /var/lib/arrived
cd /root
cp "$PKG" arrived_0.1.0_amd64.deb
python3 /run/checks/county.py 20 5 http://$street
cat >households.csv <<'CSV'
id,name,phone,village_code,address,latitude,longitude,crs,contacts,notes
h1,试户老人,0319-5550107,130533101200,试验巷九号,,,,m0-0,门口有台阶
CSV
cat >desks.csv <<'CSV'
id,level,code,name,phone,channel,endpoint,secret
county-desk,county,130533,试验值班室,0319-5550110,,,
CSV

mapfile -t ten < <(commands 'From an empty Debian to a running county')
expect 'they are ten' test "${#ten[@]}" = 10
for line in "${ten[@]:0:9}"; do expect "$line" bash -c "$line"; done
doctor() { "$@" >doctor.out 2>&1; }
doctor bash -c "${ten[9]}" && fail 'the doctor has nothing to say against a county without a backup'
expect 'the doctor misses a backup' grep -q '^[a-z]* *backups' doctor.out
expect 'and the address of line three' grep -q 'https://arrived.example.org' doctor.out
expect 'a backup' arrivectl backup
doctor arrivectl doctor || true
expect 'is not missed any more' grep -q '^ok *backups' doctor.out
expect 'a call is taken' arrivectl call 0319-5550107 medical-transport 老人发烧，走不动

# ---- the key of the links as a credential
page=$(arrivectl members link m0-0 | grep -o '/m/[A-Za-z0-9_-]*')
shows() { [[ $(curl -s -o page.out -w '%{http_code}' "$api$page") == 200 ]]; }
expect 'a member has a page' shows
install -d -m 700 /etc/credstore
mv $store.key /etc/credstore/arrived.token-key
chown root:root /etc/credstore/arrived.token-key
chmod 600 /etc/credstore/arrived.token-key
expect 'a restart without a key beside the store' systemctl restart arrived.service
expect 'the page is the same' shows
expect 'the request is there' test "$(count)" = 1
doctor arrivectl doctor || true
expect 'the doctor does not miss the key' grep -q '^ok *permissions' doctor.out
systemctl stop arrived.socket arrived.service
doctor arrivectl doctor || true
expect 'nor does it call it gone while the daemon is stopped' grep -q '^warning *permissions' doctor.out
expect 'on again' systemctl start arrived.socket arrived.service

# ---- one more address to listen on
mkdir -p /etc/systemd/system/arrived.socket.d
printf '[Socket]\nListenStream=127.0.0.1:7879\nListenStream=192.0.2.1:7879\n' >/etc/systemd/system/arrived.socket.d/override.conf
systemctl daemon-reload
expect 'a second address, and one that is not there yet' systemctl restart arrived.socket arrived.service
for port in 7878 7879; do
    expect "$port is served" arrivectl request list --server "http://127.0.0.1:$port" --token-file /etc/arrived/token
done

# ---- back to a backup: the second block under its heading, from the copy for oneself in the first
expect 'a copy' arrivectl backup /root/county.db
cp county.db damaged.db
printf X | dd of=damaged.db bs=1 seek=$(($(stat -c %s damaged.db) - 100)) conv=notrunc status=none
arrivectl restore damaged.db --store /root/damaged-store.db && fail 'a damaged backup is restored'
expect 'a damaged backup leaves nothing' test ! -e damaged-store.db
rm /etc/credstore/arrived.token-key
mapfile -t back < <(sed -n '/^the store. To go back to one:$/,$p' guide.md | sed -n '/^```sh$/,/^```$/{//!p;/^```$/q}')
expect 'they are four' test "${#back[@]}" = 4
for line in "${back[@]}"; do expect "$line" bash -c "$line"; done
expect 'the request is back' test "$(count)" = 1
expect 'and the key with it' shows
