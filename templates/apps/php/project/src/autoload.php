<?php

/** Finds classes: App\Name in src/Name.php, the libraries where Debian keeps them. */

declare(strict_types=1);

require_once 'Twig/autoload.php';
require_once 'FastRoute/autoload.php';

spl_autoload_register(function (string $class): void {
    $path = __DIR__ . '/' . str_replace('\\', '/', substr($class, strlen('App\\'))) . '.php';
    if (str_starts_with($class, 'App\\') && is_file($path)) {
        require $path;
    }
});

date_default_timezone_set(getenv('TZ') ?: 'Asia/Jakarta');
