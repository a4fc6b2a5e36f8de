/** Pages about accounts: log in, passwords, the list of users, the audit trail. */
import { adminRole, roleTitle } from '../access.js';
import type { User } from '../database.js';
import type { Service } from '../definition.js';
import { formatTime } from '../field-values.js';
import { type Html, html } from '../html.js';
import { shortestPassword } from '../password.js';
import { openForm } from './fields.js';

export function loginPage(token: string, username: string, isWrong: boolean): Html {
  return html`<div class="narrow"><h1>Masuk</h1>${
    isWrong &&
    html`<div class="alert" role="alert"><p>Nama pengguna dan sandi tidak cocok. Setelah lima kali salah, akun beristirahat 15 menit.</p></div>`
  }${openForm('/masuk', token)}<div class="field"><label for="username">Nama pengguna</label><input type="text" id="username" name="username" value="${username}" autocomplete="username" autocapitalize="none" spellcheck="false" required></div><div class="field"><label for="password">Sandi</label><input type="password" id="password" name="password" autocomplete="current-password" required></div><p><button>Masuk</button></p></form></div>`;
}

export function passwordPage(token: string, isForced: boolean, error?: string): Html {
  return html`<div class="narrow"><h1>Ganti sandi</h1>${
    isForced &&
    html`<p class="lead">Sandi Anda dibuatkan orang lain. Ganti dahulu dengan sandi yang hanya Anda ketahui.</p>`
  }${error !== undefined && html`<div class="alert" role="alert"><p>${error}</p></div>`}${openForm('/petugas/sandi', token)}<div class="field"><label for="old">Sandi sekarang</label><input type="password" id="old" name="old" autocomplete="current-password" required></div><div class="field"><label for="new">Sandi baru</label><span class="hint" id="new-hint">Paling sedikit ${shortestPassword} karakter. Beberapa kata lebih mudah diingat daripada simbol.</span><input type="password" id="new" name="new" autocomplete="new-password" aria-describedby="new-hint" required></div><p><button>Simpan sandi</button></p></form></div>`;
}

export interface UsersView {
  service: Service;
  users: User[];
  token: string;
  /** A password made just now, shown once. */
  made?: { username: string; password: string };
  error?: string;
}

export function usersPage({ service, users, token, made, error }: UsersView): Html {
  const roles = [...service.roles.map(({ name }) => name), adminRole];
  return html`<h1>Pengguna</h1>${
    made !== undefined &&
    html`<div class="success" role="status"><h2>Sandi sementara untuk ${made.username}</h2><p class="ticket"><strong>${made.password}</strong></p><p>Sampaikan langsung kepada orangnya. Sandi ini tidak ditampilkan lagi dan harus diganti saat pertama masuk.</p></div>`
  }${error !== undefined && html`<div class="alert" role="alert"><p>${error}</p></div>`}
<div class="columns"><div class="scroll" role="region" aria-label="Daftar pengguna" tabindex="0"><table><thead><tr><th scope="col">Nama pengguna</th><th scope="col">Nama</th><th scope="col">Peran</th><th scope="col">Keadaan</th><th scope="col">Tindakan</th></tr></thead><tbody>${users.map(
    (user) =>
      html`<tr><th scope="row">${user.username}</th><td>${user.name}</td><td>${roleTitle(user.role, service)}</td><td>${user.is_active ? 'Aktif' : 'Nonaktif'}</td><td>${openForm(`/petugas/pengguna/${user.id}`, token)}<button class="plain" name="act" value="sandi">Sandi baru</button> <button class="plain" name="act" value="${user.is_active ? 'matikan' : 'hidupkan'}">${user.is_active ? 'Nonaktifkan' : 'Aktifkan'}</button></form></td></tr>`,
  )}</tbody></table></div>
<aside><section class="card"><h2>Tambah pengguna</h2>${openForm('/petugas/pengguna', token)}<div class="field"><label for="username">Nama pengguna</label><input type="text" id="username" name="username" autocapitalize="none" autocomplete="off" required></div><div class="field"><label for="name">Nama lengkap</label><input type="text" id="name" name="name" autocomplete="off" required></div><div class="field"><label for="role">Peran</label><select id="role" name="role">${roles.map(
    (role) => html`<option value="${role}">${roleTitle(role, service)}</option>`,
  )}</select></div><p><button>Tambah</button></p></form></section></aside></div>`;
}

export interface TrailEntry {
  at: Date;
  actor: string;
  action: string;
  entity: string | null;
  record_id: number | null;
  detail: string;
  address: string | null;
}

export function trailPage(entries: TrailEntry[], before: number | undefined): Html {
  return html`<h1>Jejak audit</h1><p class="small">Terbaru di atas. Jejak ini tidak dapat diubah atau dihapus melalui aplikasi.</p><div class="scroll" role="region" aria-label="Jejak audit" tabindex="0"><table><thead><tr><th scope="col">Waktu</th><th scope="col">Siapa</th><th scope="col">Tindakan</th><th scope="col">Data</th><th scope="col">Keterangan</th><th scope="col">Alamat</th></tr></thead><tbody>${entries.map(
    (each) =>
      html`<tr><td>${formatTime(each.at)}</td><td>${each.actor}</td><td>${each.action}</td><td>${each.entity} ${each.record_id}</td><td>${each.detail}</td><td>${each.address}</td></tr>`,
  )}</tbody></table></div>${before !== undefined && html`<nav class="pages" aria-label="Halaman"><a href="/petugas/jejak?sebelum=${before}">Lebih lama →</a></nav>`}`;
}
