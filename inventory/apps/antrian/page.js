// The page as HTML: pure functions from rows to text.
const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escape = (text) => String(text).replace(/[&<>"']/g, (sign) => entities[sign]);

const status = {
  menunggu: 'Menunggu',
  dipanggil: 'Silakan ke loket',
  selesai: 'Selesai',
  ditutup: 'Ditutup',
};

const ticket = (row) => `<li class="${escape(row.status)}">
        <strong>${escape(row.kode)}-${String(row.nomor).padStart(3, '0')}</strong>
        <span>${escape(row.nama)}, loket ${escape(row.loket)}</span>
        <em>${status[row.status] ?? escape(row.status)}</em>
      </li>`;

const choice = (row) => `<button name="kode" value="${escape(row.kode)}">
          ${escape(row.nama)} <small>loket ${escape(row.loket)}</small>
        </button>`;

/** The whole page: today's tickets, the services to choose from, the ticket just taken. */
exports.page = ({ tickets, services, taken, date }) => `<!doctype html>
<html lang="id">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Antrian Layanan · Dinas Dukcapil Kota Contoh</title>
  <link rel="stylesheet" href="/style.css">
</head>
<body>
  <header>
    <p>Dinas Kependudukan dan Pencatatan Sipil</p>
    <h1>Antrian Layanan</h1>
    <p>${escape(date)}</p>
  </header>
  <main>
    ${taken ? `<p class="taken" role="status">Nomor Anda <strong>${escape(taken)}</strong> Mohon menunggu panggilan.</p>` : ''}
    <section aria-labelledby="ambil">
      <h2 id="ambil">Ambil nomor</h2>
      <form method="post" action="/ambil">
        ${services.map(choice).join('\n        ')}
      </form>
    </section>
    <section aria-labelledby="daftar">
      <h2 id="daftar">Antrian hari ini</h2>
      ${tickets.length === 0 ? '<p>Belum ada nomor yang diambil.</p>' : `<ol>${tickets.map(ticket).join('\n      ')}</ol>`}
    </section>
  </main>
</body>
</html>
`;
