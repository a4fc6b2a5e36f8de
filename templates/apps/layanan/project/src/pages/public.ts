/** Pages for citizens. */
import type { Row } from '../database.js';
import { type Entity, isFinal, type Letter, type Service, stateOf } from '../definition.js';
import { formatTime, showValue } from '../field-values.js';
import { type Html, html } from '../html.js';
import type { Values } from '../records.js';
import { type FormState, fields, hasFiles, openForm } from './fields.js';

export function homePage({ title, description, entities }: Service): Html {
  const offered = entities.filter(({ isPublic }) => isPublic);
  if (offered.length === 0) {
    return html`<h1>${title}</h1><p class="lead">${description}</p><p><a class="button" href="/masuk">Masuk</a></p>`;
  }
  return html`<div class="hero"><h1>${title}</h1><p class="lead">${description}</p></div>
<div class="cards">${offered.map(
    (entity) =>
      html`<section class="card"><h2>${entity.title}</h2><p>${entity.description}</p><p><a class="button" href="/ajukan/${entity.name}">Ajukan sekarang</a></p></section>`,
  )}<section class="card"><h2>Sudah mengajukan?</h2><p>Lihat sampai mana permohonan Anda diproses.</p>${ticketForm('')}</section></div>
<h2>Cara kerjanya</h2>
<ol class="steps"><li><strong>Isi formulir</strong> dan unggah berkas yang diminta. Tanpa akun, dari ponsel pun bisa.</li><li><strong>Simpan nomor tiket</strong> yang Anda terima setelah mengirim.</li><li><strong>Pantau prosesnya</strong> dengan nomor tiket itu, kapan saja.</li></ol>`;
}

function ticketForm(ticket: string): Html {
  return html`<form method="get" action="/status" class="inline"><label for="nomor">Nomor tiket</label><div><input type="text" id="nomor" name="nomor" value="${ticket}" autocomplete="off" autocapitalize="characters" spellcheck="false" required><button>Cek status</button></div></form>`;
}

export function submitPage(state: FormState, token: string): Html {
  const { entity } = state;
  return html`<div class="narrow"><h1>${entity.title}</h1><p class="lead">${entity.description}</p>
${openForm(`/ajukan/${entity.name}`, token, hasFiles(entity))}
${fields(state)}
<p class="small">Data Anda dipakai hanya untuk layanan ini. <a href="/data-pribadi">Bagaimana data Anda dijaga</a></p>
<p><button>Kirim</button></p></form></div>`;
}

/** @param ticket that was asked for in vain; empty before anything was asked */
export function askTicketPage(ticket: string): Html {
  return html`<div class="narrow"><h1>Cek status</h1>${
    ticket !== '' &&
    html`<div class="alert" role="alert"><h2>Nomor tiket tidak ditemukan</h2><p>Tidak ada permohonan dengan nomor “${ticket}”. Periksa kembali huruf dan angkanya.</p></div>`
  }<p class="lead">Masukkan nomor tiket yang Anda terima saat mengirim.</p>${ticketForm(ticket)}</div>`;
}

export interface Status {
  entity: Entity;
  row: Row;
  values: Values;
  labels: Map<string, string>;
  /** What happened, newest first. */
  history: { at: Date; detail: string; note: string | null }[];
  letters: Letter[];
  /** Whether it was sent in just now. */
  isNew: boolean;
}

export function statusPage(status: Status): Html {
  const { entity, row, values, labels, isNew } = status;
  const state = stateOf(entity, row.state);
  const shown = entity.fields.filter(({ name }) => entity.statusFields.includes(name));
  return html`<div class="narrow">${
    isNew &&
    html`<div class="success" role="status"><h2>Permohonan Anda sudah kami terima</h2><p>Simpan atau foto nomor tiket di bawah ini. Dengan nomor itu Anda dapat memantau prosesnya; siapa pun yang memegangnya juga dapat.</p></div>`
  }<h1>${entity.title}</h1>
<p class="ticket"><span>Nomor tiket</span><strong>${row.ticket}</strong></p>
<p class="state"><span class="badge${isFinal(entity, row.state) && ' is-final'}">${state.title}</span> ${state.note}</p>
${status.letters.map(
  ({ name, title }) =>
    html`<p><a class="button" href="/status/${row.ticket}/surat/${name}.pdf">Unduh ${title} (PDF)</a></p>`,
)}<dl class="card"><dt>Dikirim</dt><dd>${formatTime(row.created_at)}</dd>${shown.map(
    (field) =>
      html`<dt>${field.label}</dt><dd>${showValue(field, values[field.name] ?? null, labels)}</dd>`,
  )}</dl>
<h2>Perjalanan permohonan</h2>
<ol class="history">${status.history.map(
    ({ at, detail, note }) =>
      html`<li><strong>${detail}</strong><time datetime="${at.toISOString()}">${formatTime(at)}</time>${note && html`<blockquote>${note}</blockquote>`}</li>`,
  )}</ol></div>`;
}

export function privacyPage({ privacy, agency, entities }: Service): Html {
  const isEncrypted = entities.some(({ fields }) => fields.some(({ encrypted }) => encrypted));
  const secret = isEncrypted ? 'Data yang paling peka disimpan terenkripsi. ' : '';
  const general = `${agency} memakai data yang Anda kirim hanya untuk memproses layanan ini. ${secret}Data pribadi hanya dapat dibaca petugas yang berwenang; siapa yang membuka dan mengubahnya dicatat. Anda berhak meminta salinan, perbaikan, atau penghapusan data Anda sesuai UU Nomor 27 Tahun 2022 tentang Pelindungan Data Pribadi.`;
  const kept = entities.flatMap(({ title, retention }) =>
    retention === undefined ? [] : [{ title, ...retention }],
  );
  return html`<div class="narrow"><h1>Perlindungan data pribadi</h1><p>${privacy ?? general}</p>${
    kept.length > 0 &&
    html`<h2>Berapa lama data disimpan</h2><ul>${kept.map(
      ({ title, days, action }) =>
        html`<li>${title}: ${periodOf(days)} setelah selesai, lalu ${
          action === 'delete' ? 'dihapus' : 'data pribadi dan berkasnya dihapus'
        }.</li>`,
    )}</ul>`
  }</div>`;
}

function periodOf(days: number): string {
  if (days % 365 === 0) return `${days / 365} tahun`;
  return days % 30 === 0 ? `${days / 30} bulan` : `${days} hari`;
}
