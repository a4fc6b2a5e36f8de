<?php
include 'inc/koneksi.php';
$hasil = mysqli_query($koneksi, "SELECT nip, COUNT(*) n FROM hadir GROUP BY nip");
echo "<title>Absensi</title><table>\n";
while ($b = mysqli_fetch_assoc($hasil)) echo "<tr><td>$b[nip]</td><td>$b[n]</td></tr>\n";
echo "</table>\n";
