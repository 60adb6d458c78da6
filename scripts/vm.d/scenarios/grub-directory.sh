# shellcheck shell=bash disable=SC2034
number=6
summary='/boot/grub is gone: GRUB finds neither its modules nor its menu'
needs=(boot-loader)
# The console moves its cursor between the words.
dead_says='grub[^a-z]*rescue>'
dead_within=90
policy=$ALLOWED$'\nrepair = boot-loader'

break_files() {
    rm -r "$ROOT/boot/grub"
}
