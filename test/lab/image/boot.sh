#!/bin/sh
# Turns a container into a server, then becomes its systemd.
set -eu

# systemd needs to write its own part of the cgroup tree, which Docker mounts read-only.
mount -o remount,rw /sys
for point in /sys/fs/cgroup /sys/fs/cgroup/*; do
  if mountpoint -q "$point"; then mount -o remount,bind,rw "$point"; fi
done
mount --make-rshared /

# Only the network's kernel settings belong to this server; the others (vm.*, kernel.*, fs.*) are
# those of the machine below, which a lab must not change.
mount --bind /proc/sys /proc/sys
mount --bind /proc/sys/net /proc/sys/net
mount -o remount,bind,ro /proc/sys

# Docker binds its own files over these. A server owns them, and keeps its changes over a reboot.
for file in /etc/hosts /etc/hostname /etc/resolv.conf; do
  mountpoint -q "$file" || continue
  copy=$(cat "$file")
  umount "$file"
  [ -s "$file" ] || printf '%s\n' "$copy" > "$file"
done

# Docker's embedded resolver lives on this server's loopback, out of reach of the server's own
# containers, and in firewall rules the server may replace: ask the real name servers instead.
if [ -n "${LAB_NAMESERVERS:-}" ] && grep -q '^nameserver 127\.' /etc/resolv.conf; then
  for address in $LAB_NAMESERVERS; do echo "nameserver $address"; done > /etc/resolv.conf
fi

# `lab up --disk SIZE`: the engine's files on a file system of that size, which survives reboots.
if [ -n "${LAB_DISK:-}" ]; then
  [ -e /dev/loop-control ] || mknod /dev/loop-control c 10 237
  for n in $(seq 0 63); do [ -e "/dev/loop$n" ] || mknod "/dev/loop$n" b 7 "$n"; done
  disk=/var/lib/lab-disk/disk.ext4
  if [ ! -e "$disk" ]; then
    truncate -s "$LAB_DISK" "$disk.new"
    mkfs.ext4 -q -m 0 "$disk.new"
    mv "$disk.new" "$disk"
  fi
  mkdir -p /var/lib/docker
  mount -o loop "$disk" /var/lib/docker
fi

[ -e /etc/ssh/ssh_host_ed25519_key ] || ssh-keygen -A >/dev/null

# systemd 256 and newer refuse cgroup v1 unless told twice. Arguments of an init in a container
# count as the kernel's command line.
if [ -d /sys/fs/cgroup/systemd ]; then
  set -- SYSTEMD_CGROUP_ENABLE_LEGACY_FORCE=1 systemd.unified_cgroup_hierarchy=0
else
  set --
fi
exec env -i container=docker PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
  /sbin/init "$@"
