# shellcheck shell=bash
# cPanel as files: the places, keys and formats that its documentation names. cPanel itself is proprietary, so its
# programs are stand-ins, and each writes down that it was called.

readonly JAILED_USERS=(shopone blogtwo mailtre) NOSHELL_USER=parked BASH_USER=devacct
readonly CALLS=/var/log/rescuekit-lab-calls

cpanel() { # directory of the users' crontabs
    cpanel_configuration
    cpanel_programs
    cpanel_accounts "$1"
    secure_tmp
    virtfs_leftovers shopone blogtwo
}

cpanel_configuration() {
    put usr/local/cpanel/version <<<'11.126.0.21'
    put var/cpanel/cpanel.config <"$PARTS/trees/cpanel.config"
    mkdir -p "$ROOT"/var/cpanel/{disabled,feature_toggles,packages,suspendinfo,users,version}
    printf 'BWLIMIT=unlimited\nCGI=y\nFEATURELIST=default\nHASSHELL=y\nMAXPOP=unlimited\nQUOTA=2048\n' |
        put var/cpanel/packages/default
    install -d -m 711 "$ROOT/var/cpanel/users"
}

cpanel_programs() {
    local program
    for program in bin/jailshell bin/noshell bin/demoshell bin/whmapi1 scripts/securetmp scripts/update_users_jail \
        scripts/clear_orphaned_virtfs_mounts scripts/rebuildhttpdconf scripts/upcp; do
        stand_in "/usr/local/cpanel/$program"
    done
    printf '/usr/local/cpanel/bin/jailshell\n/usr/local/cpanel/bin/noshell\n' >>"$ROOT/etc/shells"
    ln -sfn /usr/local/cpanel/scripts "$ROOT/scripts"
}

stand_in() {
    put "${1#/}" 755 <<END
#!/bin/sh
echo "\$(date -u +%FT%TZ) $1 \$*" >>$CALLS
END
}

cpanel_accounts() {
    local crontabs=$1 user id=1001
    for user in "${JAILED_USERS[@]}"; do
        cpanel_account "$user" $((id++)) /usr/local/cpanel/bin/jailshell
        crontab "$crontabs" "$user" /usr/local/cpanel/bin/jailshell
    done
    cpanel_account "$NOSHELL_USER" $((id++)) /usr/local/cpanel/bin/noshell
    cpanel_account "$BASH_USER" $((id++)) /bin/bash
    crontab "$crontabs" "$BASH_USER" /bin/bash
}

cpanel_account() { # user, id, shell
    local user=$1 id=$2 shell=$3
    echo "$user:x:$id:$id::/home/$user:$shell" >>"$ROOT/etc/passwd"
    echo "$user:\$6\$rescuekitlab\$notapassword:20000:0:99999:7:::" >>"$ROOT/etc/shadow"
    echo "$user:x:$id:" >>"$ROOT/etc/group"
    echo "$user:!::" >>"$ROOT/etc/gshadow"
    put "var/cpanel/users/$user" 640 <<END
# cPanel user file
BWLIMIT=unlimited
CONTACTEMAIL=owner@$user.example
DNS=$user.example
FEATURELIST=default
HASCGI=1
HASDKIM=1
HASSPF=1
IP=203.0.113.10
LOCALE=en
MAXADDON=0
MAXFTP=unlimited
MAXPARK=0
MAXPOP=unlimited
MAXSQL=unlimited
MAXSUB=unlimited
OWNER=root
PLAN=default
RS=jupiter
STARTDATE=1704067200
USER=$user
END
    chgrp "$id" "$ROOT/var/cpanel/users/$user"
    cpanel_home "$user"
    chown -R "$id:$id" "$ROOT/home/$user"
}

cpanel_home() {
    local user=$1
    mkdir -p "$ROOT/home/$user"/{etc,logs,mail/{cur,new,tmp},public_ftp,public_html/cgi-bin,ssl,tmp}
    chmod 711 "$ROOT/home/$user"
    ln -sfn public_html "$ROOT/home/$user/www"
    put "home/$user/public_html/index.html" <<<"<html><body><h1>$user.example</h1></body></html>"
    put "home/$user/.contactemail" <<<"owner@$user.example"
    put "home/$user/.bash_history" 600 <<<'ls public_html'
    head -c 65536 /dev/zero | tr '\0' "${user:0:1}" | put "home/$user/public_html/picture.jpg"
}

crontab() { # directory, user, shell
    put "$1/$2" 600 <<END
SHELL="$3"
MAILTO=""
*/15 * * * * /usr/bin/php -q /home/$2/public_html/cron.php >/dev/null 2>&1
END
    chown "$(stat -c %u "$ROOT/home/$2")" "$ROOT/$1/$2"
}

# The loop-mounted /tmp: the image, the service that mounts it, and the two lines in fstab that are only markers.
secure_tmp() {
    temporary_image
    put etc/systemd/system/securetmp.service <<'END'
[Unit]
Description=cPanel secure /tmp
After=local-fs.target

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/local/cpanel/scripts/securetmp

[Install]
WantedBy=multi-user.target
END
    mkdir -p "$ROOT/etc/systemd/system/multi-user.target.wants"
    ln -sfn /etc/systemd/system/securetmp.service "$ROOT/etc/systemd/system/multi-user.target.wants/securetmp.service"
}

# Built aside and copied: the file must be sparse, and 0600 from its first byte.
temporary_image() {
    local content=$STAGE/tmp-content image=$STAGE/tmpDSK
    install -d -m 1777 "$content"
    install -d -m 700 "$content/systemd-private-mysqld.service"
    echo 'lock 612' >"$content/.s.PGSQL.5432.lock"
    echo 'a:1:{s:4:"cart";i:3;}' >"$content/sess_0123456789abcdef"
    truncate -s "${TMPDSK_SIZE:-512M}" "$image"
    chmod 600 "$image"
    mke2fs -q -F -t ext4 -d "$content" -U "$(fs_uuid 99)" "$image"
    cp --sparse=always --preserve=mode "$image" "$ROOT/usr/tmpDSK"
    rm -r "$content" "$image"
}

secure_tmp_markers() {
    printf '/usr/tmpDSK /tmp ext3 defaults,noauto 0 0\n/tmp /var/tmp ext3 defaults,bind,noauto 0 0\n'
}

# What a jail leaves when nothing is mounted: empty mount points, and the files that it copies.
virtfs_leftovers() {
    local user jail
    mkdir -p "$ROOT/home/virtfs/_lock"
    for user in "$@"; do
        jail=$ROOT/home/virtfs/$user
        mkdir -p "$jail"/{bin,dev,etc/{alternatives,mail},home/"$user",lib,lib64,opt,proc,sbin,tmp,usr/sbin,var/{spool,tmp}}
        grep -E "^(root|nobody|$user):" "$ROOT/etc/passwd" >"$jail/etc/passwd"
        grep -E "^(root|nogroup|$user):" "$ROOT/etc/group" >"$jail/etc/group"
        cp "$ROOT/etc/hosts" "$ROOT/etc/resolv.conf" "$ROOT/etc/nsswitch.conf" "$jail/etc/"
    done
}
