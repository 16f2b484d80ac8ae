# The set-up of the original's high availability service, step by step as its description has it, with Debian's xinetd,
# openssl and telnet. Runs in a mount namespace of its own; accounts and files vanish with it.
# $1: folder of the test, $2: folder of the programs, $3: dist/xinetd/gwha, $4 and $5: free ports
set -eu
folder=$1 programs=$2 entry=$3 port=$4 second=$5

# A host on which nothing is installed yet, but the agents and an account with very limited rights.
for file in passwd shadow; do cp /etc/$file "$folder/$file"; done
echo 'gwha:x:60001:65534::/:/usr/sbin/nologin' >>"$folder/passwd"
echo "gwha:$(openssl passwd -6 'ha word'):20000:0:99999:7:::" >>"$folder/shadow"
for file in passwd shadow; do mount --bind "$folder/$file" /etc/$file; done
mkdir -p /run/orion-agents
for place in /opt /etc/opt /etc/init.d /etc/xinetd.d /usr/local/sbin /var/lib /run/orion-agents; do mount -t tmpfs none $place; done
agents=/opt/novell/groupwise/agents
mkdir -p $agents/bin $agents/share /etc/opt/novell/groupwise
cp "$programs"/* /usr/local/sbin
cp "$programs"/grpwise "$programs"/grpwise-ma "$programs"/novell-nmma "$programs"/novell-nmaa /etc/init.d
cp "$programs"/gwmon $agents/bin
for agent in gwpoa gwmta gwia nmma nmaa; do
    cat >$agents/bin/$agent <<'END'
#!/bin/sh
if [ "$1" = --show ]; then
    # In the foreground, as its startup file in the folder of all of them says, until somebody closes it.
    setting=$(cat "/opt/novell/groupwise/agents/share/${2#@}") || exit 1
    trap 'echo "${0##*/} is closed"; exit 0' TERM
    echo "${0##*/} shows itself with $setting"
    while :; do sleep 0.05; done
fi
exec sleep 1000
END
    chmod +x $agents/bin/$agent
done

for file in post.poa dom.mta gwia.cfg; do echo "/home-of-$file" >$agents/share/$file; done

# $1: what prints the process to close; the rest shows an agent
shown_until_closed() {
    closed=$1
    shift
    "$@" >"$folder/shown" 2>&1 &
    shown=$!
    until grep -q 'shows itself' "$folder/shown"; do
        [ -e "/proc/$shown" ] || { cat "$folder/shown"; exit 1; }
    done
    kill "$($closed)"
    wait $shown && code=0 || code=$?
    cat "$folder/shown"
    echo "exit code $code"
}
itself() { echo $shown; }

echo "== verify agent operation"
cd /
$agents/bin/gwpoa --show @none.poa || echo "exit code $?"
shown_until_closed itself $agents/bin/gwpoa --show @post.poa
shown_until_closed itself $agents/bin/gwmta --show @dom.mta
shown_until_closed itself $agents/bin/gwia --show @gwia.cfg

echo "== configure the high availability files"
sed "s/8400/$port/; s|^{|{\n    bind = 127.0.0.1|" "$entry" >/etc/xinetd.d/gwha
cd /etc/opt/novell/groupwise
openssl req -x509 -newkey rsa:2048 -noenc -days 2 -subj /CN=localhost -keyout plain.key -out filename.crt 2>/dev/null
openssl pkcs8 -topk8 -v2 aes-256-cbc -passout pass:password -in plain.key -out filename.key
cat >gwha.conf <<END
[gwha]
ssl = yes
key = filename.key
cert = filename.crt
password = password
port = $port
run = $folder/run
log = $folder/log

[dom]
server = $agents/bin/gwmta
command = /etc/init.d/grpwise
startup = dom.mta
delay = 0

[post.dom]
server = $agents/bin/gwpoa
command = /etc/init.d/grpwise
startup = post.poa
delay = 0

[dom.GWIA]
server = $agents/bin/gwia
command = /etc/init.d/grpwise
startup = gwia.cfg
delay = 0

[nmma]
server = $agents/bin/nmma
delay = 0

[nmaa]
server = $agents/bin/nmaa
delay = 0
END
chmod 600 gwha.conf

echo "== enable high availability"
printf 'defaults\n{\n    log_type = FILE %s/xinetd.log\n}\nincludedir /etc/xinetd.d\n' "$folder" >"$folder/xinetd.conf"
xinetd -dontfork -f "$folder/xinetd.conf" -pidfile "$folder/xinetd.pid" 2>"$folder/xinetd.err" &
xinetd=$!
staying= monitor=
end() {
    trap - EXIT
    cd /etc/init.d
    ./grpwise-ma stop || true
    ./grpwise stop || true
    kill $xinetd $staying $monitor || true
    wait $xinetd $staying $monitor || true
    # xinetd leaves alone what it has given its socket.
    for process in $(grep -lsa "orion.home=$folder" /proc/[0-9]*/cmdline | cut -d/ -f3); do
        kill "$process" 2>/dev/null || true
    done
}
trap end EXIT

echo "== verify agent operation by location"
main_of_post() { /etc/init.d/grpwise status post.dom --json | sed 's/.*"pid":\([0-9]*\).*/\1/'; }
shown_until_closed main_of_post /etc/init.d/grpwise start --show post.dom
/etc/init.d/grpwise status post.dom || echo "exit code $?"

echo "== start the agents as daemons"
cd /etc/init.d
./grpwise start
./grpwise status

echo "== print"
./grpwise print
./grpwise print post.dom

echo "== table 1: stop all"
./grpwise stop
echo "== table 1: one agent"
./grpwise start post.dom
./grpwise status post.dom
./grpwise status || echo "exit code $?"
./grpwise stop post.dom
./grpwise status post.dom || echo "exit code $?"
echo "== table 1: the Messenger"
./novell-nmma start
./novell-nmaa start
./grpwise status nmma
./grpwise status nmaa
./novell-nmma stop
./novell-nmaa stop
./grpwise status nmma || echo "exit code $?"
./grpwise status nmaa || echo "exit code $?"
echo "== table 1: start all"
./grpwise start

echo "== openssl"
printf 'USER gwha\r\nPASS ha word\r\nSTATUS post.dom\r\nQUIT\r\n' |
    openssl s_client -quiet -connect 127.0.0.1:"$port" 2>/dev/null

# Telnet ends when the other side does; its input stays open until then.
mkfifo "$folder/typed"
by_telnet() {
    exec 3<>"$folder/typed"
    printf "$1" >&3
    telnet 127.0.0.1 "$port" <"$folder/typed" 2>&1 || true
    exec 3>&-
}
echo "== telnet against TLS"
by_telnet 'STATUS\r\n'
echo "== telnet in clear text"
sed -i 's/ssl = yes/ssl = no/' /etc/opt/novell/groupwise/gwha.conf
by_telnet 'USER gwha\r\nPASS wrong\r\nPASS ha word\r\nSTATUS dom\r\nQUIT\r\n'
sed -i 's/ssl = no/ssl = yes/' /etc/opt/novell/groupwise/gwha.conf

echo "== enable the monitor"
./grpwise-ma start --hauser gwha --hapassword 'ha word' --hapoll 2
./grpwise-ma status

echo "== test the high availability service"
./grpwise stop post.dom
./grpwise status post.dom || echo "exit code $?"
limit=300
until ./grpwise status post.dom; do
    limit=$((limit - 1))
    [ $limit -gt 0 ] || { cat "$folder"/log/* "$folder"/xinetd.*; exit 1; }
done
./grpwise stop
./grpwise-ma status
./grpwise-ma stop

echo "== a monitor with files of its own"
# Not one of the original's steps: who stops it need not repeat them.
mkdir "$folder/own"
printf '[monitor]\nlocal = no\nweb = no\nhistory = h\n[nmma]\n' >"$folder/own/monitor.conf"
sed "s|^run = .*|run = $folder/own/run|" /etc/opt/novell/groupwise/gwha.conf >"$folder/own/gwha.conf"
cd "$folder/own"
/etc/init.d/grpwise-ma start --config monitor.conf --gwha-config gwha.conf
cd /etc/init.d
./grpwise-ma status
./grpwise-ma restart
./grpwise-ma status --gwha-config "$folder/own/gwha.conf"
./grpwise-ma stop
./grpwise-ma status --gwha-config "$folder/own/gwha.conf" || echo "exit code $?"

echo "== the monitor by its own name"
# With the dashes that the description was printed with.
cd $agents/bin
./gwmon –hauser gwha —hapassword 'ha word' —hapoll 1 2>"$folder/log/by-name.log" &
monitor=$!
until grep -q 'nmma is up' "$folder/log/by-name.log"; do [ -e "/proc/$monitor" ]; done
cd /etc/init.d
./novell-nmma stop
limit=300
until ./novell-nmma status; do
    limit=$((limit - 1))
    [ $limit -gt 0 ] || { cat "$folder"/log/*; exit 1; }
done
kill $monitor
wait $monitor || true
monitor=
./grpwise stop

echo "== a gwha that stays"
# Not one of the original's steps: it gets the listening socket, and needs no monitor to see that an agent has died.
mkdir "$folder/staying"
sed "s/8400/$second/; s/wait = no/wait = yes/; s|^{|{\n    bind = 127.0.0.1|" "$entry" >"$folder/staying/gwha"
printf 'defaults\n{\n    log_type = FILE %s/xinetd.log\n}\nincludedir %s/staying\n' "$folder" "$folder" >"$folder/staying.conf"
xinetd -dontfork -f "$folder/staying.conf" -pidfile "$folder/staying.pid" 2>"$folder/staying.err" &
staying=$!
until printf 'QUIT\r\n' | openssl s_client -quiet -connect 127.0.0.1:"$second" 2>/dev/null; do
    [ -e "/proc/$staying" ]
done
./grpwise start dom
kill -9 "$(./grpwise status dom --json | sed 's/.*"pid":\([0-9]*\).*/\1/')"
limit=300
until grep -q 'dom runs again' "$folder/log/gwha.log"; do
    limit=$((limit - 1))
    [ $limit -gt 0 ] || { cat "$folder/log/gwha.log" "$folder"/*.err; exit 1; }
    ./grpwise status dom || true
done
./grpwise status dom
for mode in for-each-connection that-stays; do
    echo "== a socket of systemd, $mode"
    kill $xinetd
    wait $xinetd || true
    accept=--accept
    [ $mode = for-each-connection ] || accept=
    systemd-socket-activate --inetd $accept -l "127.0.0.1:$port" /usr/local/sbin/gwha 2>>"$folder/systemd.err" &
    xinetd=$!
    until printf 'USER gwha\r\nPASS ha word\r\nSTATUS dom\r\nQUIT\r\n' |
        openssl s_client -quiet -connect 127.0.0.1:"$port" 2>/dev/null; do
        [ -e "/proc/$xinetd" ]
    done
done
echo "== done"
