# What the checks in the booted system share. They run as root inside, with the package installed.
set -euo pipefail

readonly store=/var/lib/arrived/county.db
readonly api=http://127.0.0.1:7878
# Where the invented members are reached.
readonly street=127.0.0.1:9000

say() { printf '%s  %s\n' "$(date +%T.%3N)" "$*"; }

fail() {
    say "FAILED: $*"
    systemctl status --no-pager arrived.service arrived.socket || true
    journalctl --no-pager -u arrived.service | grep -v 'nobody is left to ask' | tail -40 || true
    exit 1
}

# expect WHAT COMMAND...: the command must succeed.
expect() {
    local what=$1
    shift
    "$@" || fail "$what: $*"
    say "ok: $what"
}

# within SECONDS WHAT COMMAND...: the command must succeed before the time is over.
within() {
    local end=$((SECONDS + $1)) what=$2
    shift 2
    until "$@"; do
        ((SECONDS < end)) || fail "$what: not in time: $*"
        sleep 0.1
    done
    say "ok: $what"
}

# A new county, its daemon running as an administrator starts it; members may live on this machine.
found_county() {
    (umask 077 && arrivectl init --store "$store" --county-code 130533 >/etc/arrived/token)
    sed -i 's|^  allowNetworks: \[\]$|  allowNetworks: [127.0.0.0/8]|' /etc/arrived/arrived.yaml
    grep -q 'allowNetworks: \[127' /etc/arrived/arrived.yaml || fail 'the configuration has another form'
    systemctl enable --now --quiet arrived.socket arrived.service
}

# found_invented_county VILLAGES MEMBERS-OF-EACH: one with lists in it; the check goes on in root's folder.
found_invented_county() {
    found_county
    cd /root
    python3 /run/checks/county.py "$1" "$2" http://$street
    expect 'villages are imported' arrivectl import villages villages.csv
    expect 'members are imported' arrivectl import members members.csv
}

ready() { [[ $(curl -s -o /dev/null -w '%{http_code}' $api/readyz) == 200 ]]; }

call() { curl -s -H "Authorization: Bearer $(cat /etc/arrived/token)" "$@"; }

# Posts a request: its status on standard output, the answer in answer.json.
submit() {
    call -o answer.json -w '%{http_code}' -X POST $api/v1/requests -d '{"category":"other","place":{"village":"试村1"},"summary":"试"}'
}

# answers STATUS: a request is posted, and answered so.
answers() { [[ $(submit) == "$1" ]]; }

# How many requests there are, up to fifty.
count() { call "$api/v1/requests?limit=50" | grep -o '"number":[0-9]*,' | sort -u | wc -l; }

# unsaid SENTENCE: the daemon has not logged this. Read whole, so that nothing ends early and looks like a failure.
unsaid() { [[ -z $(journalctl -q -u arrived.service "ARRIVED_SENTENCE=$1") ]]; }
