<?php

/** Compiles the pages into cache/, while the app's image is built: `php bin/compile.php`. */

declare(strict_types=1);

require __DIR__ . '/../src/autoload.php';

$cache = dirname(__DIR__) . '/cache';
$view = new App\View(App\Definition::load(), new App\Csrf(''), $cache);
foreach (glob(dirname(__DIR__) . '/pages/*.twig') as $page) {
    $view->twig->load(basename($page));
}
echo "halaman dikompilasi\n";
