<?php

/** Before all tests: the app's classes, those of the tests, and an empty database of theirs. */

declare(strict_types=1);

require __DIR__ . '/../src/autoload.php';
require __DIR__ . '/Person.php';
require __DIR__ . '/AppTestCase.php';

App\Tests\AppTestCase::prepareDatabase();
