<?php
// Release command, run before each new version gets traffic: installs WordPress with its
// first content when the database is empty, else updates the schema. Safe to repeat.

define('WP_INSTALLING', true);
$_SERVER['HTTP_HOST'] = parse_url(getenv('SITE_URL') ?: 'http://localhost', PHP_URL_HOST);

/** Replaces WordPress's e-mail about a new site: there is nobody to tell. */
function wp_new_blog_notification(): void
{
}

/** Replaces WordPress's sample posts; leaves the mark that our own content is due. */
function wp_install_defaults(int $user): void
{
    $category = wp_insert_term('Berita', 'category', ['slug' => 'berita']);
    update_option('default_category', $category['term_id']);
    update_option('wisata_content', 'due');
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
// An installation cut short is filled at the next run; a site that came from elsewhere,
// without the mark, keeps its own content.
if (get_option('wisata_content') === 'due') {
    add_content();
    update_option('wisata_content', 'done');
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

    insert('post', 'festival-sungai', 'Festival Sungai kembali digelar akhir pekan ini');
    insert('post', 'desa-wisata', 'Tiga desa wisata baru siap menyambut pengunjung');
    $front = insert('page', 'beranda', 'Beranda');
    update_post_meta($front, '_wp_page_template', 'page-no-title');
    // The theme's own footer links to pages that do not exist here.
    $footer = insert('wp_template_part', 'footer', 'Kaki halaman');
    wp_set_object_terms($footer, get_stylesheet(), 'wp_theme');
    wp_set_object_terms($footer, 'footer', 'wp_template_part_area');
    update_option('show_on_front', 'page');
    update_option('page_on_front', $front);
}

/** Makes the post whose text is content/SLUG.html, or renews it. Returns its id. */
function insert(string $type, string $slug, string $title): int
{
    $present = get_posts(['post_type' => $type, 'name' => $slug, 'post_status' => 'any', 'fields' => 'ids']);
    $id = wp_insert_post([
        'ID' => $present[0] ?? 0,
        'post_type' => $type,
        'post_name' => $slug,
        'post_title' => $title,
        'post_content' => file_get_contents(__DIR__ . "/content/$slug.html"),
        'post_status' => 'publish',
        'post_author' => 1,
    ], true);
    if (is_wp_error($id)) {
        fwrite(STDERR, "release: $slug: {$id->get_error_message()}\n");
        exit(1);
    }
    return $id;
}
