<?php
define('ENVIRONMENT', 'production');
define('BASEPATH', __DIR__ . '/system/');
define('APPPATH', __DIR__ . '/application/');
require BASEPATH . 'core/CodeIgniter.php';
