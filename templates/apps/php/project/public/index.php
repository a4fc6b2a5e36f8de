<?php

/** Front controller: every address that is no file comes here. */

declare(strict_types=1);

require __DIR__ . '/../src/autoload.php';

// for PHP's own server, `php -S`: files are sent by itself
if (PHP_SAPI === 'cli-server' && is_file(__DIR__ . parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH))) {
    return false;
}

App\App::fromEnvironment()->handle(App\Request::fromGlobals())->send();
