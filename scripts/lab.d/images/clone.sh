# shellcheck shell=bash disable=SC2034,SC2154
# clone-a.img and clone-b.img are the minimal image twice, with its identities (1ab00002).
source "$PARTS/images/minimal.sh"
summary='clone-a.img and clone-b.img: the minimal image twice, every UUID equal'
outputs=(clone-a clone-b)
