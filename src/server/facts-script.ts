/**
 * The read-only script behind `readFacts`: prints one `key value` line per fact, values that may
 * have several lines in base64. Constant text; its arguments are `"$1"` the login's
 * SSH_CONNECTION, `"$2"` the account to look at, and the peers' names from `"$3"` on.
 */
export const factsScript = String.raw`
export LC_ALL=C PATH="$PATH:/usr/sbin:/sbin"
connection=$1 account=$2
shift 2
say() { printf '%s %s\n' "$1" "$(printf '%s' "$2" | base64 -w0)"; }
file() { if [ -r "$2" ]; then say "$1" "$(cat "$2")"; fi; }
has() { command -v "$1" >/dev/null 2>&1; }
say begun "$(date +%s.%N)"
say uid "$(id -u)"
say connection "$connection"
file os /etc/os-release
say kernel "$(uname -r)"
say architecture "$(uname -m)"
say cpus "$(nproc)"
file memory /proc/meminfo
say container "$(systemd-detect-virt --container 2>/dev/null)"
[ -d /run/systemd/system ] && say systemd yes
dir=/var/lib/docker
[ -d "$dir" ] || dir=/var/lib
say disk "$(df -B1 --output=size,avail "$dir" | tail -n1)"
say inodes "$(df --output=itotal,iavail "$dir" | tail -n1)"
say addresses "$(ip -o addr show 2>/dev/null | awk '{print $4}' | cut -d/ -f1)"
say listening "$(ss -Hltnp 2>/dev/null | awk '{print $4, $6}')"
say installed "$(dpkg -l 2>/dev/null | awk '/^[hi]i/ {sub(/:.*/, "", $2); print $2, $3}')"
say held "$(apt-mark showhold 2>/dev/null)"
say sources "$(find /var/lib/apt/lists -name '*_Packages*' 2>/dev/null | head -n1)"
say synchronized "$(timedatectl show -p NTPSynchronized --value 2>/dev/null)"
say units "$(systemctl show -p Id -p ActiveState -p UnitFileState \
  systemd-timesyncd.service chrony.service ntpsec.service openntpd.service ntp.service \
  docker.service induk-firewall.service apt-daily.timer apt-daily-upgrade.timer 2>/dev/null)"
has dockerd && say dockerd "$(command -v dockerd)"
has docker && say dockercli "$(command -v docker)"
if [ -S /var/run/docker.sock ]; then
  if has docker; then info=$(timeout 10 docker info --format '{{json .}}' 2>/dev/null)
  elif has curl; then info=$(curl -s --max-time 10 --unix-socket /var/run/docker.sock http://localhost/info)
  fi
  say engine "$info"
fi
say account "$(getent passwd "$account" | cut -d: -f1,3,4,6,7)"
say groups "$(id -nG "$account" 2>/dev/null)"
home=$(getent passwd "$account" | cut -d: -f6)
file keys "$home/.ssh/authorized_keys"
own=$SUDO_USER
[ -n "$own" ] || own=$(id -un)
file ownkeys "$(getent passwd "$own" | cut -d: -f6)/.ssh/authorized_keys"
say data "$(stat -c '%U %G %a' /var/lib/induk 2>/dev/null)"
file sudoers /etc/sudoers.d/induk
file daemon /etc/docker/daemon.json
file dropin /etc/systemd/system/docker.service.d/induk.conf
file upgrades /etc/apt/apt.conf.d/52induk-upgrades
file firewall /etc/induk/firewall.nft
file firewallunit /etc/systemd/system/induk-firewall.service
has nft && say loaded "$(nft list table inet induk 2>/dev/null | grep -o 'induk:[0-9a-f]*')"
for peer in "$@"; do
  say "peer.$peer" "$(getent ahosts "$peer" | awk '{print $1}' | sort -u)"
done
say done "$(date +%s.%N)"
`;
