#!/usr/bin/env bash
# Alerts against real servers on loopback: mail through Postfix (STARTTLS, SASL), lines to rsyslog
# (UDP, TCP, TLS), and the webhook receiver of docs/webhook.md as it stands there.
#
#   tests/real/alert.sh
#
# CANHCONG names the binary, target/release/canhcong otherwise. Needs bash, openssl and python3;
# Debian's postfix, rsyslog and rsyslog-gnutls are installed when
# missing, as root; Postfix starts as root only.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
canhcong=$(realpath -m "${CANHCONG:-$here/../../target/release/canhcong}")
[ -x "$canhcong" ] || { echo "no binary at $canhcong: run cargo build --release" >&2; exit 2; }
[ "$(id -u)" -eq 0 ] || { echo "skipped: Postfix starts as root only"; exit 0; }

# shellcheck source-path=SCRIPTDIR source=packages.sh
. "$here/packages.sh"
need_packages openssl python3 postfix rsyslog rsyslog-gnutls

work=$(mktemp -d "${TMPDIR:-/tmp}/canhcong-alert.XXXXXX")
started=()
finish() {
    local pid
    postfix -c "$work/postfix" stop >/dev/null 2>&1 || true
    for pid in "${started[@]}"; do
        kill "$pid" 2>/dev/null || true
        wait "$pid" 2>/dev/null || true
    done
    rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM
# The servers are other users than root.
chmod 755 "$work"
cd "$work"

# A private authority, a certificate for localhost and one that has expired.
exec 3>&2 2>openssl.log
openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 30 -subj '/CN=Test CA' \
    -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign
openssl req -newkey rsa:2048 -nodes -keyout server.key -out server.csr -subj '/CN=localhost'
mkdir ca && touch ca/index.txt && echo 01 >ca/serial
cat >ca.cnf <<EOF
[ca]
default_ca = own
[own]
dir = $work/ca
new_certs_dir = $work/ca
database = $work/ca/index.txt
serial = $work/ca/serial
default_md = sha256
policy = any
unique_subject = no
x509_extensions = leaf
[any]
commonName = supplied
[leaf]
subjectAltName = DNS:localhost,IP:127.0.0.1
EOF
sign() {
    openssl ca -batch -config ca.cnf -cert ca.pem -keyfile ca.key -in server.csr -out "$1" \
        -startdate "$2" -enddate "$3"
}
sign server.pem 20200101000000Z 20450101000000Z
sign expired.pem 20200101000000Z 20210101000000Z
exec 2>&3 3>&-
chmod 644 server.key

smtp=$(free_port) smtp_expired=$(free_port) udp=$(free_port) tcp=$(free_port) tls=$(free_port)
hook=$(free_port) passwords=$(free_port)

printf 'mật khẩu đúng\n' >right
printf 'mật khẩu sai\n' >wrong
printf 'khóa của cầu nối\n' >hook.key
chmod 600 right wrong hook.key

# Postfix with a configuration, a queue and mailboxes of its own.
mkdir -p postfix queue data mail
chown postfix data
chown 5000:5000 mail
cat >postfix/main.cf <<EOF
compatibility_level = 3.6
queue_directory = $work/queue
data_directory = $work/data
maillog_file = $work/mail.log
maillog_file_prefixes = $work
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = localhost.localdomain
mydestination =
local_recipient_maps =
alias_maps =
virtual_mailbox_domains = congan.example
virtual_mailbox_base = $work/mail
virtual_mailbox_maps = inline:{ pa05@congan.example=pa05/ }
virtual_uid_maps = static:5000
virtual_gid_maps = static:5000
smtpd_tls_security_level = encrypt
smtpd_tls_cert_file = $work/server.pem
smtpd_tls_key_file = $work/server.key
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:$passwords
smtpd_recipient_restrictions = reject_unlisted_recipient, permit_sasl_authenticated, reject
EOF
cat >postfix/master.cf <<EOF
127.0.0.1:$smtp inet n - n - - smtpd
127.0.0.1:$smtp_expired inet n - n - - smtpd
  -o smtpd_tls_cert_file=$work/expired.pem
pickup    unix  n - n 60 1 pickup
cleanup   unix  n - n - 0 cleanup
qmgr      unix  n - n 300 1 qmgr
rewrite   unix  - - n - - trivial-rewrite
bounce    unix  - - n - 0 bounce
defer     unix  - - n - 0 bounce
trace     unix  - - n - 0 bounce
verify    unix  - - n - 1 verify
tlsmgr    unix  - - n 1000? 1 tlsmgr
anvil     unix  - - n - 1 anvil
proxymap  unix  - - n - - proxymap
error     unix  - - n - - error
retry     unix  - - n - - error
virtual   unix  - n n - - virtual
postlog   unix-dgram n - n - 1 postlogd
EOF
python3 "$here/alert/passwords.py" "$passwords" canhcong right &
started+=($!)
postfix -c "$work/postfix" start 2>postfix.err || { cat postfix.err mail.log >&2; exit 2; }

# rsyslog with one file of what it understood.
cat >rsyslog.conf <<EOF
global(workDirectory="$work" defaultNetstreamDriverCAFile="$work/ca.pem"
    defaultNetstreamDriverCertFile="$work/server.pem" defaultNetstreamDriverKeyFile="$work/server.key")
module(load="imudp")
module(load="imtcp")
input(type="imudp" address="127.0.0.1" port="$udp" ruleset="own")
input(type="imtcp" address="127.0.0.1" port="$tcp" ruleset="own")
input(type="imtcp" address="127.0.0.1" port="$tls" ruleset="own" streamDriver.name="gtls"
    streamDriver.mode="1" streamDriver.authMode="anon")
template(name="own" type="string"
    string="%inputname%|%protocol-version%|%syslogfacility-text%|%syslogseverity-text%|%app-name%|%msgid%|%msg%\n")
ruleset(name="own") { action(type="omfile" file="$work/syslog.out" template="own") }
EOF
rsyslogd -n -f rsyslog.conf -i "$work/rsyslog.pid" >rsyslog.log 2>&1 &
started+=($!)

# The receiver of the documentation.
awk '/^```python$/ { on = 1; next } /^```$/ { if (on) exit } on' "$here/../../docs/webhook.md" >receiver.py
CANHCONG_WEBHOOK=$(cat hook.key) python3 receiver.py "$hook" >hook.out 2>hook.err &
started+=($!)

mail_channel() {
    printf '[[channel]]\nid = "%s"\nkind = "email"\nserver = "localhost"\nport = %s\n' "$1" "$2"
    printf 'from = "canhcong@pa05.example"\nuser = "canhcong"\npassword_file = "%s"\n' "$3"
    printf 'ca_file = "ca.pem"\n'
}
syslog_channel() {
    printf '[[channel]]\nid = "%s"\nkind = "syslog"\nserver = "localhost"\nport = %s\n' "$1" "$2"
    printf 'transport = "%s"\n' "$1"
}
{
    mail_channel mail "$smtp" right
    mail_channel wrong-password "$smtp" wrong
    mail_channel expired "$smtp_expired" right
    syslog_channel udp "$udp"
    syslog_channel tcp "$tcp"
    syslog_channel tls "$tls"
    printf 'ca_file = "ca.pem"\n'
    printf '[[channel]]\nid = "hook"\nkind = "webhook"\nurl = "http://127.0.0.1:%s/"\n' "$hook"
    printf 'secret_file = "hook.key"\n'
    cat <<'EOF'
[[contact]]
id = "pa05"
role = "cyber-unit"
name = "Phòng An ninh mạng (PA05)"
email = "pa05@congan.example"
channels = ["mail", "wrong-password", "expired", "udp", "tcp", "tls", "hook"]
[[contact]]
id = "khong-co"
role = "owner"
name = "Không có"
email = "khong-co@congan.example"
channels = ["mail"]
EOF
} >targets.toml

failed=0
# expect CODE TEXT ARGUMENT... — what the program says and its exit code.
expect() {
    local code=$1 text=$2 said result=0
    shift 2
    said=$(LANG=en_US.UTF-8 timeout 120 "$canhcong" "$@" 2>&1) || result=$?
    if [ "$result" -eq "$code" ] && [[ $said == *"$text"* ]]; then
        printf 'ok      %-24s %s\n' "$*" "${said##*$'\n'}"
    else
        printf 'FAILED  %s: exit %s\n%s\n  expected exit %s and: %s\n' "$*" "$result" "$said" "$code" "$text"
        failed=1
    fi
}
# Python's receiver and rsyslog listen as soon as they have started.
for port in "$passwords" "$hook" "$tcp" "$tls"; do
    python3 -c 'import socket, sys, time
for _ in range(300):
    try:
        socket.create_connection(("127.0.0.1", int(sys.argv[1])), 1).close()
        break
    except OSError:
        time.sleep(0.1)
else:
    sys.exit("nothing listens on " + sys.argv[1])' "$port"
done

expect 0 'no mistakes' check
expect 0 'mail took the test for pa05@congan.example' alert test mail
expect 2 'refuses user canhcong and its password: 535' alert test wrong-password
expect 2 'refuses the recipient khong-co@congan.example: 550' alert test mail --to khong-co
expect 2 'the certificate of localhost has expired' alert test expired
expect 0 'sent as datagrams' alert test udp
expect 0 'connection ended' alert test tcp
expect 0 'connection ended' alert test tls
expect 0 'hook took the test' alert test hook

python3 "$here/alert/arrived.py" "$work" "$hook" || failed=1
if [ "$failed" -ne 0 ]; then
    tail -n 30 mail.log rsyslog.log hook.err >&2 || true
fi
[ "$failed" -eq 0 ]
