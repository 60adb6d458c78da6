# What a person sees who logs in: this machine, what is wrong with it, what to do next.
# shellcheck shell=sh
if [ -t 0 ] && [ -t 1 ] && [ -z "${RESCUEKIT_GREETED-}" ] && [ -z "${TMUX-}" ]; then
    export RESCUEKIT_GREETED=yes
    printf 'Rescuekit rescue system. Nothing of this machine'\''s disks is mounted; looking changes nothing.\n'
    printf 'Surveying ... (Ctrl-C goes straight to the shell)\n\n'
    rescuekit survey
    printf '\nNext: rescuekit            a console with completion and help\n'
    printf '      rescuekit diagnose   the evidence of every finding\n'
    printf '      rescuekit help       all that it can do\n'
    printf '      tmux                 a shell that survives a dropped connection\n\n'
fi
