import type { Catalogue } from '../catalogue.js';

export const server: Catalogue = {
  SRV001: {
    text: '{server}: {address} port {port} menolak koneksi',
    next: 'Periksa apakah sshd berjalan di sana dan `port:` di site.yaml sudah benar.',
  },
  SRV002: {
    text: '{server}: tidak ada jawaban dari {address} port {port} dalam {seconds} detik',
    next: 'Periksa apakah mesin hidup, alamatnya benar, dan tidak ada firewall yang menghalangi.',
  },
  SRV003: {
    text: '{server}: nama {address} tidak dapat ditemukan di DNS',
    next: 'Periksa `address:` di site.yaml atau DNS mesin ini.',
  },
  SRV004: {
    text: '{server}: tidak ada rute ke {address}',
    next: 'Periksa jaringan atau VPN mesin ini; server di balik server lain memerlukan `via:`.',
  },
  SRV005: { text: '{server}: gagal terhubung ke {address} port {port}: {reason}' },
  SRV006: {
    text: '{server}: {address} port {port} tidak menyelesaikan jabat tangan SSH: {reason}',
    next: 'Periksa apakah ada server SSH pada port itu.',
  },
  SRV007: {
    text: '{server}: {via} tidak dapat mencapai {address} port {port}: {reason}',
    next: 'Alamatnya harus yang dikenal {via}, dan sshd di sana harus mengizinkan TCP forwarding.',
  },
  SRV010: {
    text: '{server}: kunci host {address} belum dikenal: {type} {fingerprint}',
    next: 'Bandingkan dengan `ssh-keygen -lf` atas berkas /etc/ssh/ssh_host_*_key.pub di mesin itu sendiri, lalu tulis `hostKey: "{fingerprint}"` di bawah {server} dalam site.yaml.',
  },
  SRV011: {
    text: '{server}: {address} menunjukkan kunci host {fingerprint} ({type}), padahal menurut {source} {expected}',
    next: 'Mungkin ada yang menyadap, atau mesin dipasang ulang. Ganti kunci yang dikenal hanya setelah membandingkannya di mesin itu sendiri.',
  },
  SRV012: {
    text: '{server}: kunci host {fingerprint} milik {address} ditandai dicabut dalam known_hosts',
    next: 'Jangan terhubung; cari tahu siapa yang mencabutnya dan mengapa.',
  },
  SRV020: {
    text: '{server}: {address} tidak menerima pengguna {user} (dicoba: {tried})',
    next: 'Tambahkan kunci publik Anda ke ~{user}/.ssh/authorized_keys di sana, atau sebutkan kunci yang benar dengan `key:` di site.yaml. Pada server baru: `induk servers setup --as PENGGUNA`, akun bawaannya.',
  },
  SRV021: {
    text: '{server}: tidak ada kunci SSH untuk masuk sebagai {user}',
    next: 'Jalankan agen SSH, buat kunci dengan `ssh-keygen -t ed25519`, atau isi `key:` di site.yaml.',
  },
  SRV022: { text: '{server}: kunci {file} tidak dapat dipakai: {reason}' },
  SRV023: {
    text: '{server}: kunci {file} dilindungi frasa sandi dan tidak ada di agen SSH',
    next: 'Jalankan `ssh-add {file}` lalu coba lagi.',
  },
  SRV030: {
    text: '{server}: pengguna {user} tidak boleh memakai Docker',
    next: 'Jalankan `induk servers setup {server}`, atau tambahkan pengguna ke grup: `usermod -aG docker {user}`.',
  },
  SRV031: {
    text: '{server}: Docker Engine tidak berjalan',
    next: 'Di mesin itu: `systemctl start docker`, dan `journalctl -u docker` untuk sebabnya.',
  },
  SRV032: {
    text: '{server}: tidak ada Docker Engine',
    next: 'Jalankan `induk servers setup {server}`.',
  },
  SRV033: {
    text: '{server}: Docker Engine memutus jawabannya ({reason})',
    next: 'Jalankan lagi perintahnya; `induk servers check {server}` menunjukkan apakah Docker berjalan.',
  },
  SRV034: {
    text: '{server}: sshd melarang penerusan ke soket Docker dan tidak ada klien docker',
    next: 'Izinkan dengan `AllowStreamLocalForwarding yes` di sshd_config, atau pasang klien docker.',
  },
  SRV040: {
    text: '{server}: koneksi terputus',
    next: 'Periksa jaringan dan jalankan lagi perintahnya; pekerjaan dilanjutkan dari titik terakhir.',
  },
  SRV041: { text: '{server}: `{command}` tidak selesai dalam {seconds} detik' },
  SRV042: { text: '{server}: koneksi sudah ditutup' },
  SRV043: {
    text: '{server}: sshd tidak membuka sesi lagi',
    next: 'Hentikan pekerjaan lain pada koneksi itu, atau naikkan MaxSessions di sshd_config.',
  },
  SRV050: {
    text: '{server}: tidak ada server bernama {via} dalam inventaris',
    next: 'Jalankan `induk validate`.',
  },
  SRV051: { text: '{server}: server lompatannya berputar: {path}' },
  SRV060: {
    text: '{server}: sudo meminta kata sandi dari {user}',
    next: 'Beri akun itu sudo tanpa kata sandi selama induk menyiapkan server: `{user} ALL=(ALL) NOPASSWD: ALL` di /etc/sudoers.d/.',
  },
  SRV061: { text: '{server}: pembacaan keadaan server berakhir dengan status {code}' },
  SRV062: {
    text: '{server}: `{command}` berakhir dengan status {code}',
    next: 'Perbaiki sebab di atas lalu jalankan lagi; langkah yang selesai tidak diulang.',
  },
  SRV063: {
    text: '{server}: setup mengenal Debian 12 dan 13 dengan systemd, ini {os}',
    next: 'Pasang Debian 12 atau 13 di sana.',
  },
  SRV064: {
    text: '{server}: {file} bukan objek JSON yang sah, jadi dibiarkan',
    next: 'Perbaiki atau hapus berkas itu di sana, lalu jalankan setup lagi.',
  },
  SRV065: {
    text: '{server}: dengan aturan firewall baru SSH tidak tembus, jadi aturan lama kembali (paling lambat setelah {seconds} detik)',
    next: 'Periksa apakah `port:` dan alamat di site.yaml sama dengan yang Anda pakai.',
  },
  SRV067: {
    text: '{server}: langkah {step} sudah dijalankan, tetapi masih perlu: {change}',
    next: 'Periksa server itu lalu jalankan setup lagi; ini mungkin kesalahan induk.',
  },
  SRV068: {
    text: '{server}: firewall-nya tidak dapat diperbarui ({reason})',
    next: 'Jalankan `induk servers setup {server}` setelah server dapat dicapai.',
  },
  SRV070: {
    text: '{server}: keanggotaan Swarm-nya {state}: {reason}',
    next: 'Lihat `docker info` di sana; `docker swarm leave --force` mengakhiri keanggotaan yang rusak.',
  },
  SRV071: {
    text: '{server}: sudah menjadi anggota Swarm lain, bukan milik {manager}',
    next: 'Bila tidak diperlukan: `docker swarm leave --force` di sana, lalu jalankan setup lagi.',
  },
  SRV072: {
    text: '{server}: gagal bergabung ke Swarm melalui {manager} ({address}): {reason}',
    next: 'Di antara server harus terbuka: 2377/tcp, 7946/tcp dan udp, 4789/udp; `privateAddress` menentukan alamat yang dipakai.',
  },
  SRV073: {
    text: '{server}: Docker tidak tahu alamat mana yang dapat dicapai server lain',
    next: 'Isi `privateAddress` untuk {server} di site.yaml.',
  },
  SRV074: {
    text: '{server}: belum ada manager untuk bergabung',
    next: 'Siapkan dulu server dengan `role: manager`, atau sebutkan bersama {server}.',
  },
  SRV075: {
    text: '{server}: node lain yang hidup sudah berlabel induk.server={server}',
    next: 'Dua mesin tidak boleh bernama sama; lihat `docker node ls`.',
  },
  SRV076: {
    text: 'tidak ada entri server {server} dalam {file}',
    next: 'Tulis sendiri `hostKey: "{fingerprint}"` di sana.',
  },
  SRV081: {
    text: '{failed} dari {total} server bermasalah',
    next: 'Lihat tabel di atas; `induk servers setup` memperbaiki yang bisa diperbaiki.',
  },
  SRV082: {
    text: '{failed} dari {total} server gagal disiapkan: {servers}',
    next: 'Perbaiki sebab di atas lalu jalankan setup lagi; yang sudah selesai tidak diulang.',
  },
  SRV100: { text: '{server}: {os} bukan sistem yang dikenal induk', next: 'Debian 12 atau 13.' },
  SRV101: {
    text: '{server}: Docker Engine tidak menjawab',
    next: 'Di mesin itu: `journalctl -u docker`.',
  },
  SRV102: { text: '{server}: tidak ada Docker Engine', next: '`induk servers setup {server}`' },
  SRV103: {
    text: '{server}: tidak berada dalam Swarm ({reason})',
    next: '`induk servers setup {server}`',
  },
  SRV104: {
    text: '{server}: disk hampir penuh: tersisa {free} GiB, {percent} %',
    next: 'Hapus yang tidak diperlukan: `docker system df` menampilkan image dan kontainer.',
  },
  SRV105: { text: '{server}: disk tinggal sedikit: tersisa {free} GiB, {percent} %' },
  SRV106: {
    text: '{server}: inode sistem berkas hampir habis: tersisa {free}',
    next: 'Cari folder dengan sangat banyak berkas kecil.',
  },
  SRV107: { text: '{server}: memori hanya {total} MiB' },
  SRV108: { text: '{server}: memori tinggal sedikit: {free} MiB' },
  SRV109: {
    text: '{server}: tanpa swap dengan memori {total} MiB',
    next: 'Berkas swap sebesar memori membantu melewati beban puncak.',
  },
  SRV110: {
    text: '{server}: jamnya berbeda {seconds} detik dari mesin ini (batas {limit} detik)',
    next: 'Periksa sinkronisasi waktu di keduanya: `timedatectl`.',
  },
  SRV111: {
    text: '{server}: tidak ada yang menjaga ketepatan jamnya',
    next: '`induk servers setup {server}`',
  },
  SRV112: {
    text: '{server}: live-restore aktif, padahal ditolak Swarm',
    next: '`induk servers setup {server}`',
  },
  SRV113: {
    text: '{server}: paket {package} tidak ditahan, jadi pemutakhiran dapat memulai ulang semua kontainer',
    next: '`induk servers setup {server}`',
  },
  SRV114: { text: '{server}: firewall induk tidak dimuat', next: '`induk servers setup {server}`' },
  SRV115: {
    text: '{server}: port {port} dipakai {program}',
    next: 'Proxy memerlukannya: hentikan program itu, atau pilih port lain di bawah `proxy:` dalam site.yaml.',
  },
  SRV117: {
    text: '{server}: sertifikat {domain} berakhir dalam {days} hari',
    next: 'Perbarui: dengan `tls: files` simpan yang baru dengan `induk secrets set site TLS_CERTIFICATE` lalu jalankan `induk apply`; dengan `tls: acme` lihat `induk logs APP --service proxy`.',
  },
  SRV118: {
    text: '{server}: proxy tidak menunjukkan sertifikat untuk {domain}',
    next: 'Jalankan `induk apply`; dengan `tls: acme` periksa bahwa domain menuju server ini.',
  },
  SRV083: {
    text: 'Apakah {fingerprint} ({type}) benar kunci host {server} ({address} port {port})? Bandingkan dengan `ssh-keygen -lf` atas /etc/ssh/ssh_host_*_key.pub di mesin itu sendiri. Ketik yes untuk memercayainya dan menulisnya ke site.yaml',
  },
  SRV084: { text: '{server}: kunci host {fingerprint} diterima dan ditulis ke {file}' },
  SRV085: { text: 'semua server siap, tidak ada yang perlu diubah' },
  SRV086: { text: 'semua server siap; langkah yang diubah: {changes}' },
  SRV087: { text: 'Siapkan {servers}? Setiap langkah yang belum sesuai akan diubah' },
};
