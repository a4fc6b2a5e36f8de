<?php  if ( ! defined('BASEPATH')) exit('No direct script access allowed');

$active_group = 'default';
$query_builder = TRUE;

$db['default'] = array(
	'dsn'	=> '',
	'hostname' => 'localhost',
	'username' => 'simpeg',
	'password' => 'simp3g!"2015',
	'database' => 'db_simpeg',
	'dbdriver' => 'mysqli',
	'char_set' => 'utf8',
	'dbcollat' => 'utf8_general_ci',
	// 'password' => 'yang-lama',
);
