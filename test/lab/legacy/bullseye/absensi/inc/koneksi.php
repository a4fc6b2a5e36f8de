<?php
$host = "127.0.0.1";
$user = "absensi";
$pass = "abs3nsi";
$database = "absensi";
$koneksi = mysqli_connect($host, $user, $pass, $database) or die("Basis data mati");
$kunci_mesin = file_get_contents("http://192.168.10.20/mesin/kunci.txt");
