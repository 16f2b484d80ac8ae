# shellcheck shell=bash disable=SC2154
# The machinery of the lab: processes, disks, hosts, watchdogs. Sourced by `lab` beside it, where the verbs are.

# ------------------------------------------------------------------------------------------------------ processes

# A process file holds "pid starttime": a number that was used again is then not taken for ours. Nor is a process that
# has ended and only waits for somebody to ask how.
start_time() {
    local fields
    fields=$(<"/proc/$1/stat") || return 1
    read -r -a fields <<<"${fields##*) }"
    [ "${fields[0]}" != Z ] || return 1
    echo "${fields[19]}"
}
remember() { echo "$1 $(start_time "$1")" >"$2"; }
living() {
    local pid started
    [ -s "$1" ] && read -r pid started <"$1" && [ "$(start_time "$pid" 2>/dev/null)" = "$started" ] && echo "$pid"
}
until_true() {                          # until_true ATTEMPTS COMMAND..: one attempt every 10 ms
    local left=$1
    shift
    until "$@"; do
        [ $((left--)) -gt 0 ] || return 1
        sleep 0.01
    done
}
gone() { [ -z "$(living "$1")" ]; }

host_dir() { echo "$LAB_DIR/hosts/$1"; }
all_hosts() { [ ! -d "$LAB_DIR/hosts" ] || ls -v "$LAB_DIR/hosts"; }
known() {
    if [ -z "$1" ] || [ ! -d "$LAB_DIR/hosts/$1" ]; then fail "there is no host '$1' in this lab; lab list shows all"; fi
}
is_on() { [ -n "$(living "$(host_dir "$1")/pid")" ]; }
pid_of() {
    known "$1"
    living "$(host_dir "$1")/pid" || fail "$1 is off; lab boot $1 powers it on"
}
each() {                                # each FUNCTION host1,host2 ..: for lists of hosts
    local function=$1 list=$2 host
    shift 2
    for host in ${list//,/ }; do "$function" "$host" "$@"; done
}

# The switch is a network namespace of its own with the bridge `lan` in it.
switch() {
    local pid
    pid=$(living "$LAB_DIR/switch.pid") || fail "there is no lab in $LAB_DIR; lab up makes one"
    nsenter -t "$pid" -n -- "$@"
}
# A host whose kernel does nothing any more does not even answer who has its address.
mute() {                                # HOST on|off
    local handle
    switch nft --handle list chain bridge lab frozen | sed -n "s/.* \"$1\" drop # handle //p" |
        while read -r handle; do switch nft delete rule bridge lab frozen handle "$handle"; done
    [ "$2" = off ] || switch nft "add rule bridge lab frozen iifname $1 drop; add rule bridge lab frozen oifname $1 drop"
}
mac_of() {
    local octets
    IFS=. read -r -a octets <<<"$1"
    printf '02:0a:%02x:%02x:%02x:%02x' "${octets[@]}"
}

# ---------------------------------------------------------------------------------------------------------- disks

# One file for each disk and one loop device for each host on it, past the page cache of the machine: each host has a
# cache and a file system state of its own, as with a disk in a storage network.
attach_disk() {                         # HOST DISK
    local loop numbers
    loop=$(losetup --find --show --direct-io=on "$LAB_DIR/disks/$2")
    echo "$loop" >"$(host_dir "$1")/disks/$2"
    numbers=$(lsblk -dnro MAJ:MIN "$loop")
    nsenter -t "$(pid_of "$1")" -m -- mknod "/run/lab/disk/$2" b "${numbers%:*}" "${numbers#*:}"
}
# On a file system of its own, which can be frozen: then whatever is asked of the disk waits, until it thaws.
make_hangable() {                       # DISK SIZE
    local home=$LAB_DIR/hangable/$1
    mkdir -p "$home"
    truncate -s "$2" "$home.fs"
    # Twice the size: the journal and the tables want room too.
    truncate -s "$((2 * $(stat -c %s "$home.fs") + (16 << 20)))" "$home.fs"
    mkfs.ext4 -q "$home.fs"
    mount -o loop "$home.fs" "$home"
    # Written as a whole, so that no later write has to allocate anything.
    head -c "$(numfmt --from=iec "$2")" /dev/zero >"$home/disk"
    sync -f "$home/disk"
    ln -s "$home/disk" "$LAB_DIR/disks/$1"
}
known_hangable() { [ -d "$LAB_DIR/hangable/$1" ] || fail "there is no disk '$1' that was made with 'disk -h'"; }
loops_of() { cat "$(host_dir "$1")"/disks/* 2>/dev/null || true; }
loop_of() {                             # HOST DISK
    known "$1"
    [ -s "$(host_dir "$1")/disks/$2" ] || fail "$1 has no disk '$2'"
    cat "$(host_dir "$1")/disks/$2"
}
detach_disks() {
    local loop
    for loop in $(loops_of "$1"); do losetup -d "$loop" 2>/dev/null || true; done
    rm -f "$(host_dir "$1")"/disks/*
}
# Shortens loop devices to the given number of bytes, 0 for their whole file: what lies beyond gives I/O errors. By
# ioctl (4C05: read status, 4C04: write it, size limit at byte 32), as losetup would look up the files first.
limit_loops() {                         # BYTES LOOP..
    [ $# -gt 1 ] || return 0
    perl -e 'my $bytes = shift; my $bad = 0;
        for (@ARGV) {
            my ($loop, $status) = (undef, "\0" x 232);
            open($loop, "+<", $_) && ioctl($loop, 0x4C05, $status) or do { warn "$_: $!\n"; $bad = 1; next };
            substr($status, 32, 8) = pack("Q", $bytes);
            ioctl($loop, 0x4C04, $status) or do { warn "$_: $!\n"; $bad = 1 };
        }
        exit $bad' "$@"
}

# ---------------------------------------------------------------------------------------------------------- hosts

host_main() {                           # process 1 of a host, inside its namespaces
    local host=$1 dir pid mask
    dir=$(host_dir "$host")
    read -r pid _ </proc/self/stat      # still the machine's /proc: our number as the machine sees it
    remember "$pid" "$dir/pid.new"
    hostname "$host"
    mount -t overlay overlay -o "lowerdir=/etc,upperdir=$dir/etc/upper,workdir=$dir/etc/work" /etc
    mount -t overlay overlay -o "lowerdir=/var,upperdir=$dir/var/upper,workdir=$dir/var/work" /var
    echo "$host" >/etc/hostname
    cp "$LAB_DIR/etc-hosts" /etc/hosts
    mount -t tmpfs -o mode=755 tmpfs "$dir/run"
    mkdir -p "$dir"/run/lock "$dir"/run/lab/{shared,disk}
    mount --bind "$LAB_DIR/shared" "$dir/run/lab/shared"
    : >"$dir/run/lab/watchdog"
    mount --bind "$dir/watchdog" "$dir/run/lab/watchdog"
    # The tree under test may lie below /tmp, /run or /dev/shm, which each host has to itself: it is shown there again.
    mkdir -p "$dir/run/lab/tree"
    mount --bind "$tree" "$dir/run/lab/tree"
    exec 8<>"$dir/idle" 9>"$dir/ready"  # opened while LAB_DIR can still be seen
    mount --rbind "$dir/run" /run
    # What the machine has mounted below /sys goes first: programs take the first cgroup2 in the list of mounts.
    umount --recursive --lazy /sys
    mount -t sysfs sysfs /sys
    mount -t cgroup2 cgroup2 /sys/fs/cgroup
    mount -t proc proc /proc
    mount -t tmpfs tmpfs /dev/shm
    mount -t tmpfs tmpfs /tmp
    [ -e "$tree/lab/lab" ] || { mkdir -p "$tree" && mount --bind /run/lab/tree "$tree"; }
    # A host must neither reboot nor reconfigure the machine, nor find the machine's own watchdog.
    mount --bind -o ro /proc/sys/kernel /proc/sys/kernel
    for mask in /proc/sysrq-trigger /dev/watchdog*; do [ ! -e "$mask" ] || mount --bind /dev/null "$mask"; done
    ip link set lo up
    echo ready >&9
    exec 9>&-
    until_true 500 has_address || exit 1
    if [ -x /etc/rc.local ]; then /etc/rc.local </dev/null >/run/lab/rc.local.log 2>&1 & fi
    trap : TERM INT HUP
    # Nobody ever writes there; bash buries whatever process becomes its child meanwhile.
    while :; do read -r -u 8 || true; done
}
has_address() { ip -4 addr show dev eth0 2>/dev/null | grep inet >/dev/null; }

boot_host() {
    local host=$1 dir address pid disk
    known "$host"
    dir=$(host_dir "$host")
    ! is_on "$host" || fail "$host is on already"
    bury "$host"                        # what is left when it went off by itself
    address=$(<"$dir/address")
    rm -f "$dir/pid" "$dir/pid.new" "$dir/ready"
    echo 0 >"$groups/$host/cgroup.freeze"
    (
        let_go
        echo $BASHPID >"$groups/$host/cgroup.procs"
        exec setsid unshare --mount --uts --net --ipc --pid --cgroup --fork --propagation private \
            -- "$self" __host "$host"
    ) </dev/null >>"$dir/console.log" 2>&1 &
    until_true 500 test -s "$dir/ready" || fail "$host did not come up; $dir/console.log says why"
    mv "$dir/pid.new" "$dir/pid"
    pid=$(pid_of "$host")
    switch ip link add "$host" type veth peer name eth0 address "$(mac_of "$address")" netns "$pid"
    switch ip link set "$host" master lan up
    if [ "$host" != client ]; then
        for disk in "$LAB_DIR"/disks/*; do [ ! -e "$disk" ] || attach_disk "$host" "${disk##*/}"; done
    fi
    nsenter -t "$pid" -n -- ip link set eth0 up
    nsenter -t "$pid" -n -- ip addr add "$address/24" brd + dev eth0
}

# Power goes on and off one at a time. The lock is held until this process ends.
lock() {                                # HOST
    local file
    known "$1"
    exec {file}>"$(host_dir "$1")/lock"
    flock "$file"
    held+=("$file")
}
held=()
# Leaves the locks to their holder: for what is started in the background and lives on.
let_go() { local file; for file in ${held[@]+"${held[@]}"}; do exec {file}>&-; done; }

# At one instant nothing of a host moves any more; then its cable goes, so that no farewell gets out, then its way to
# the disks, so that nothing is written late, and only then is it killed.
power_off() {                           # HOST..; those that are off already are passed over
    local host on=() loops=()
    for host in "$@"; do
        if is_on "$host"; then
            on+=("$host")
            echo 1 >"$groups/$host/cgroup.freeze"
        fi
    done
    for host in ${on[@]+"${on[@]}"}; do
        until_true 20 grep -q 'frozen 1' "$groups/$host/cgroup.events" || true
        stamp "powercut $host"
        switch ip link set "$host" down
        mapfile -t -O ${#loops[@]} loops < <(loops_of "$host")
    done
    limit_loops 512 ${loops[@]+"${loops[@]}"} || echo "lab: a disk was not cut off from ${on[*]}" >&2
    for host in ${on[@]+"${on[@]}"}; do
        echo 1 >"$groups/$host/cgroup.kill"
        echo 0 >"$groups/$host/cgroup.freeze"
    done
}
bury() {                                # HOST: waits until the kernel has cleared away what is left of it
    until_true 1000 gone "$(host_dir "$1")/pid" || fail "$1 does not die"
    disarm "$1"
    detach_disks "$1"
    switch ip link del "$1" 2>/dev/null || true
    mute "$1" off
    # Groups that programs of the host made; a few may still be busy dying.
    until_true 300 remove_groups "$groups/$1" 1 || fail "the control groups of $1 cannot be removed"
}
remove_groups() { [ ! -d "$1" ] || find "$1" -mindepth "$2" -depth -type d -exec rmdir {} + 2>/dev/null; }

enter() {                               # HOST COMMAND..: this process becomes the command on the host
    local host=$1 pid name pass=()
    shift
    [ $# -gt 0 ] || fail "no command was given for $host"
    pid=$(pid_of "$host")
    for name in $LAB_PASS; do [ -z "${!name+set}" ] || pass+=("$name=${!name}"); done
    echo $BASHPID >"$groups/$host/cgroup.procs"
    exec nsenter -t "$pid" -m -u -n -i -p -C -r -w -- env -i HOME=/root LANG=C.UTF-8 ${pass[@]+"${pass[@]}"} \
        PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$@"
}

# ------------------------------------------------------------------------------------------------------- watchdog

# What is in the queue already is read before.
disarm() { if [ -n "$(living "$(host_dir "$1")/watchdog.pid")" ]; then printf V 1<>"$(host_dir "$1")/watchdog"; fi; }

# Every byte feeds, V disarms. The first feed arms. Unfed for so long, the host is stopped, then powered off.
watchdog_main() {                       # HOST SECONDS
    local host=$1 byte pid='' dir
    dir=$(host_dir "$host")
    trap : INT HUP
    exec 3<>"$dir/watchdog"
    : >"$dir/watchdog.ready"
    while :; do
        if [ -z "$pid" ]; then
            IFS= read -r -N 1 -u 3 byte || continue
        elif ! IFS= read -r -N 1 -u 3 -t "$2" byte; then
            # Stopped before anything else is looked at, and only the host that armed it.
            if [ "$pid" = "$(<"$dir/pid")" ]; then
                echo 1 >"$groups/$host/cgroup.freeze"
                stamp "watchdog cuts the power of $host: not fed for $2 s"
                (
                    lock "$host"
                    power_off "$host"
                    bury "$host"
                ) || true
            fi
            pid=
            continue
        fi
        if [ "$byte" = V ]; then
            [ -z "$pid" ] || stamp "watchdog of $host disarmed"
            pid=
        elif [ -z "$pid" ]; then
            pid=$(<"$dir/pid")
            stamp "watchdog of $host armed: $2 s"
        fi
    done 2>>"$dir/watchdog.log" >>"$dir/watchdog.log"
}
