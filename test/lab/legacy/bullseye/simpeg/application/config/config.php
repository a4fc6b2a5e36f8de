<?php  if ( ! defined('BASEPATH')) exit('No direct script access allowed');

$config['base_url'] = 'http://203.0.113.45/simpeg/';
$config['index_page'] = 'index.php';
$config['encryption_key'] = 's1mp3g-kunci-2015';
$config['sess_driver'] = 'files';
