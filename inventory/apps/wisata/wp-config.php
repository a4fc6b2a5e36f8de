<?php
// Configuration of WordPress, outside the docroot. Everything that differs between
// places comes from the environment, secrets included.

define('DB_NAME', getenv('DB_NAME'));
define('DB_USER', getenv('DB_USER'));
define('DB_PASSWORD', getenv('DB_PASSWORD'));
define('DB_HOST', getenv('DB_HOST') ?: 'localhost');
define('DB_CHARSET', 'utf8mb4');
define('DB_COLLATE', '');
$table_prefix = 'wp_';

// One secret, eight keys: what WordPress wants, derived.
foreach (['AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE'] as $use) {
    foreach (['KEY', 'SALT'] as $kind) {
        define("{$use}_{$kind}", hash_hmac('sha256', "{$use}_{$kind}", (string) getenv('AUTH_SALT')));
    }
}

// The proxy ends TLS. The site answers under the name it was asked for, so that the same
// data works before and after a change of its domain.
if (($_SERVER['HTTP_X_FORWARDED_PROTO'] ?? '') === 'https') {
    $_SERVER['HTTPS'] = 'on';
}
$host = preg_replace('/[^A-Za-z0-9.:-]/', '', $_SERVER['HTTP_HOST'] ?? 'localhost');
$site = getenv('SITE_URL') ?: (empty($_SERVER['HTTPS']) ? 'http' : 'https') . "://$host";
define('WP_HOME', rtrim($site, '/'));
define('WP_SITEURL', WP_HOME);

define('WPLANG', 'id_ID');
define('WP_DEFAULT_THEME', 'twentytwentyfive');
// New versions come as a new image; nothing changes a running one.
define('DISALLOW_FILE_MODS', true);
define('AUTOMATIC_UPDATER_DISABLED', true);
// Planned work runs from the inventory's `cron:`, not on some visitor's request.
define('DISABLE_WP_CRON', true);
define('WP_DEBUG', false);

if (!defined('ABSPATH')) {
    define('ABSPATH', __DIR__ . '/public/');
}
require_once ABSPATH . 'wp-settings.php';
