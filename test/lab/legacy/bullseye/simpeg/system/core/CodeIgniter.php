<?php
defined('BASEPATH') OR exit('No direct script access allowed');

// The shape of CodeIgniter 3, as far as this little app needs it.
const CI_VERSION = '3.1.11';

require APPPATH . 'config/config.php';
require APPPATH . 'config/database.php';
$potongan = explode('/', trim($_SERVER['PATH_INFO'] ?? '', '/'));
$nama = preg_replace('/[^a-z]/', '', $potongan[0] ?: 'beranda');
$berkas = APPPATH . "controllers/$nama.php";
if (!is_file($berkas)) { http_response_code(404); exit('404 Halaman tidak ada'); }
$db = new mysqli($db['default']['hostname'], $db['default']['username'], $db['default']['password'], $db['default']['database']);
$db->set_charset('utf8');
header('Content-Type: text/html; charset=utf-8');
require $berkas;
