# shellcheck shell=bash
# Virtual machines of QEMU, emulated in software: started, spoken to, ended. Every question has a limit of time, and every
# machine ends with this process, however that ends.

# An AMD processor, because the kernel guards itself against Meltdown on all others: each system call would empty the
# emulator's tables of addresses, and a boot would take twice as long.
readonly EMULATED=(-nodefaults -no-user-config -display none -accel tcg,tb-size=512 -cpu Opteron_G3 -smp 1)

declare -A PROCESS=() PORT=()

# Below /run: the path of a socket is short.
open_machines() {
    SOCKETS=$(mktemp -d /run/rescuekit-vm.XXXXXX)
}

close_machines() {
    local name
    for name in "${!PROCESS[@]}"; do
        end_machine "$name"
    done
    rm -rf -- "${SOCKETS:-/run/rescuekit-vm.none}"
}

# NETWORK is the guest's side of QEMU's own network: the address that port 22 is forwarded to, with its network.
start_machine() { # NAME NETWORK ARGUMENT...
    local name=$1 network=$2
    shift 2
    PORT[$name]=$(free_port)
    setpriv --pdeathsig KILL qemu-system-x86_64 -name "$name" "${EMULATED[@]}" \
        -netdev "user,id=net,hostfwd=tcp:127.0.0.1:${PORT[$name]}-$network" \
        -serial "file:$WORK/$name.console" -qmp "unix:$SOCKETS/$name.qmp,server=on,wait=off" "$@" \
        </dev/null >"$WORK/$name.qemu" 2>&1 &
    PROCESS[$name]=$!
}

free_port() {
    local port
    for _ in {1..50}; do
        port=$((20000 + RANDOM % 20000))
        if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
            echo "$port"
            return
        fi
    done
    fail 'no port of this machine is free' 'look at "ss -ltn"' 5
}

# As if the plug were pulled: the guest hears nothing of it. QEMU writes its own caches to the image first.
end_machine() { # NAME
    local process=${PROCESS[$1]-}
    [ -n "$process" ] || return 0
    unset "PROCESS[$1]"
    qmp "$1" 5 '{"execute":"quit"}' >/dev/null 2>&1 || kill -KILL "$process" 2>/dev/null || true
    for _ in {1..100}; do
        kill -0 "$process" 2>/dev/null || break
        sleep 0.1
    done
    kill -KILL "$process" 2>/dev/null || true
    wait "$process" 2>/dev/null || true
}

runs() { # NAME
    kill -0 "${PROCESS[$1]}" 2>/dev/null
}

qmp() { # NAME SECONDS COMMAND...
    "$PARTS/talk" qmp "$SOCKETS/$1.qmp" "${@:2}"
}

agent() { # NAME SECONDS COMMAND...
    "$PARTS/talk" agent "$SOCKETS/$1.agent" "${@:2}" >"$WORK/agent.txt"
}

# With what comes in on standard input.
into_machine() { # NAME SECONDS COMMAND
    timeout --kill-after=5 "$2" ssh -i "$CACHE/key" -p "${PORT[$1]}" -o BatchMode=yes -o ConnectTimeout=60 \
        -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR -o ServerAliveInterval=30 \
        root@127.0.0.1 "$3"
}

in_machine() { # NAME SECONDS COMMAND
    into_machine "$@" </dev/null
}

answers_ssh() { # NAME
    # shellcheck disable=SC2016
    timeout 12 bash -c 'exec 3<>"/dev/tcp/127.0.0.1/$1" && IFS= read -r -t 10 line <&3 && [[ $line == SSH-2* ]]' \
        answers-ssh "${PORT[$1]}" 2>/dev/null
}

comes_up() { # NAME SECONDS
    local deadline=$((SECONDS + $2))
    until answers_ssh "$1" && in_machine "$1" 240 true; do
        runs "$1" && [ "$SECONDS" -lt "$deadline" ] && ! has_lost_a_command "$1" || return 1
        sleep 1
    done
}

# QEMU 7.2 loses a command to its NVMe disk now and then; the driver waits for it half a minute, resets the disk, and in the
# end takes it away.
has_lost_a_command() { # NAME
    says "$1" 'nvme nvme0: I/O [0-9]+ .*timeout'
}

# The console is what a provider would show.
says() { # NAME EXTENDED-REGEX
    grep -aEq -- "$2" "$WORK/$1.console" 2>/dev/null
}

will_say() { # NAME SECONDS EXTENDED-REGEX
    local deadline=$((SECONDS + $2))
    until says "$1" "$3"; do
        runs "$1" && [ "$SECONDS" -lt "$deadline" ] || return 1
        sleep 1
    done
}
