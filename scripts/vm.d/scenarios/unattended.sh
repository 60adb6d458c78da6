# shellcheck shell=bash disable=SC2034
source scripts/vm.d/scenarios/freeze.sh
number=18
summary='the freeze, recovered by the kernel argument rescuekit.recover=LABEL=DISK:FILE alone'
from_login=''

start_rescue() { :; }

recover() {
    labelled_disk freeze
    recover_by_labelled_disk freeze
}
