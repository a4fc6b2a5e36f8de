# Makes of a Debian tree what the hub's debian:*-slim is, as far as images made from it can tell:
# what nobody reads in a container is neither there nor unpacked later, packages are not kept, and
# nothing waits for the disk, since a build that was cut off is begun anew. Argument: the tree.
# https://github.com/debuerreotype/debuerreotype/blob/master/scripts/debuerreotype-minimizing-config
set -eu
root=$1
cat > "$root/etc/dpkg/dpkg.cfg.d/docker" <<'EOF'
force-unsafe-io
path-exclude /usr/share/doc/*
path-include /usr/share/doc/*/copyright
path-exclude /usr/share/info/*
path-exclude /usr/share/lintian/*
path-exclude /usr/share/locale/*
path-exclude /usr/share/man/*
EOF
cat > "$root/etc/apt/apt.conf.d/docker" <<'EOF'
Acquire::Languages "none";
DPkg::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb /var/cache/apt/archives/partial/*.deb /var/cache/apt/*.bin || true"; };
EOF
find "$root/usr/share/doc" ! -type d ! -name copyright -delete
for folder in info lintian locale man; do
  if [ -d "$root/usr/share/$folder" ]; then find "$root/usr/share/$folder" -mindepth 1 -delete; fi
done
rm -rf "$root"/var/lib/apt/lists/* "$root"/var/cache/apt/archives/*.deb "$root"/var/cache/apt/*.bin
