<?php
// Release command, run before each new version gets traffic: installs WordPress with its
// first content when the database is empty, else updates the schema. Safe to repeat.

define('WP_INSTALLING', true);
$_SERVER['HTTP_HOST'] = parse_url(getenv('SITE_URL') ?: 'http://localhost', PHP_URL_HOST);

/** Replaces WordPress's e-mail about a new site: there is nobody to tell. */
function wp_new_blog_notification(): void
{
}

require __DIR__ . '/public/wp-load.php';
require ABSPATH . 'wp-admin/includes/upgrade.php';

if (is_blog_installed()) {
    wp_upgrade();
    echo 'WordPress ', wp_get_wp_version(), ": skema basis data sudah sesuai\n";
} else {
    install();
    echo 'WordPress ', wp_get_wp_version(), ": terpasang\n";
}
// Made last: an installation cut short is filled at the next run.
if (!get_option('wisata_content')) {
    add_content();
    update_option('wisata_content', '1');
    echo "Isi awal: beranda dan dua berita\n";
}

function install(): void
{
    $password = getenv('WP_ADMIN_PASSWORD');
    if (!$password) {
        fwrite(STDERR, "release: secret WP_ADMIN_PASSWORD belum ada\n");
        exit(1);
    }
    wp_install('Dinas Pariwisata Kota Contoh', 'pengelola', 'wisata@contoh.go.id', true, '', $password, 'id_ID');
}

function add_content(): void
{
    foreach (get_posts(['post_type' => ['post', 'page'], 'post_status' => 'any', 'numberposts' => -1]) as $post) {
        wp_delete_post($post->ID, true);
    }
    $settings = [
        'blogdescription' => 'Jelajahi alam, budaya, dan rasa Kota Contoh',
        'timezone_string' => 'Asia/Jakarta',
        'date_format' => 'j F Y',
        'time_format' => 'H.i',
        'default_comment_status' => 'closed',
        'users_can_register' => 0,
    ];
    foreach ($settings as $name => $value) {
        update_option($name, $value);
    }
    global $wp_rewrite;
    $wp_rewrite->set_permalink_structure('/berita/%postname%/');
    flush_rewrite_rules(false);

    $category = (int) get_option('default_category');
    wp_update_term($category, 'category', ['name' => 'Berita', 'slug' => 'berita']);
    foreach (['festival-sungai' => 'Festival Sungai kembali digelar akhir pekan ini', 'desa-wisata' => 'Tiga desa wisata baru siap menyambut pengunjung'] as $slug => $title) {
        insert('post', $slug, $title, ['post_category' => [$category]]);
    }
    $front = insert('page', 'beranda', 'Beranda', []);
    update_post_meta($front, '_wp_page_template', 'page-no-title');
    update_option('show_on_front', 'page');
    update_option('page_on_front', $front);
}

/** @param array<string, mixed> $more */
function insert(string $type, string $slug, string $title, array $more): int
{
    $id = wp_insert_post([
        'post_type' => $type,
        'post_name' => $slug,
        'post_title' => $title,
        'post_content' => file_get_contents(__DIR__ . "/content/$slug.html"),
        'post_status' => 'publish',
        'post_author' => 1,
    ] + $more, true);
    if (is_wp_error($id)) {
        fwrite(STDERR, "release: $slug: {$id->get_error_message()}\n");
        exit(1);
    }
    return $id;
}
