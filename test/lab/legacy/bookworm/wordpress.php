<?php
// Installs WordPress as its own installer does, with permalinks, uploads and options that hold URLs.
define('WP_INSTALLING', true);
$_SERVER['HTTP_HOST'] = 'situs.kota.test';
$_SERVER['SERVER_PROTOCOL'] = 'HTTP/1.1';
$_SERVER['REQUEST_URI'] = '/';
require '/var/www/situs/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
require_once ABSPATH . 'wp-admin/includes/image.php';

$url = 'http://situs.kota.test';
define('WP_SITEURL', $url);
wp_install('Pemerintah Kota Contoh', 'admin', 'admin@kota.test', true, '', 'sandi-admin-situs');
update_option('siteurl', $url);
update_option('home', $url);
update_option('permalink_structure', '/%year%/%postname%/');
update_option('kota_tampilan', array(
    'lambang' => "$url/wp-content/uploads/2021/03/lambang.png",
    'menu' => array(array('judul' => 'Beranda', 'url' => "$url/"), array('judul' => 'Tentang', 'url' => "$url/tentang/")),
    'kaki' => 'Jl. Merdeka 1 — Kota Contoh',
));

$folder = ABSPATH . 'wp-content/uploads/2021/03';
mkdir($folder, 0755, true);
$image = imagecreatetruecolor(400, 300);
foreach (array('lambang.png', 'foto kegiatan (2).png', 'pelantikan.png') as $number => $name) {
    imagefill($image, 0, 0, imagecolorallocate($image, 40 * $number, 90, 60));
    imagepng($image, "$folder/$name");
    $id = wp_insert_attachment(array('post_title' => $name, 'post_mime_type' => 'image/png',
        'guid' => "$url/wp-content/uploads/2021/03/$name", 'post_status' => 'inherit'), "$folder/$name");
    wp_update_attachment_metadata($id, wp_generate_attachment_metadata($id, "$folder/$name"));
}
wp_insert_post(array('post_title' => 'Halo Dunia', 'post_name' => 'halo-dunia', 'post_status' => 'publish',
    'post_date' => '2021-03-05 08:00:00',
    'post_content' => "<p>Selamat datang 🎉</p><img src=\"$url/wp-content/uploads/2021/03/pelantikan.png\">"));
wp_insert_post(array('post_title' => 'Tentang', 'post_name' => 'tentang', 'post_type' => 'page',
    'post_status' => 'publish', 'post_content' => "<a href=\"$url/2021/halo-dunia/\">Berita</a>"));
flush_rewrite_rules(false);
if (get_option('blogname') !== 'Pemerintah Kota Contoh') exit(1);
