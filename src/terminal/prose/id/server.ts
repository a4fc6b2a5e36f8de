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
    next: 'Bandingkan dengan `ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub` di mesin itu sendiri, lalu tulis `hostKey: "{fingerprint}"` di bawah {server} dalam site.yaml.',
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
    next: 'Tambahkan kunci publik Anda ke ~{user}/.ssh/authorized_keys di sana, atau sebutkan kunci yang benar dengan `key:` di site.yaml.',
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
};
