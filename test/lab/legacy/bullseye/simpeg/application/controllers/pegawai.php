<?php
echo "<title>Pegawai</title><ul>\n";
foreach ($db->query('SELECT nip, nama FROM pegawai ORDER BY nip') as $p) {
    echo '<li>' . htmlspecialchars($p['nip'] . ' ' . $p['nama']) . "</li>\n";
}
echo "</ul>\n";
