<?php
// What a web server's rewriting does: files as they are, all else through index.php.
$path = urldecode(strtok($_SERVER['REQUEST_URI'], '?'));
$file = $_SERVER['DOCUMENT_ROOT'] . $path;
if ($path === '/.instance') {  // who waits for this server makes sure that it is this one
    echo $_SERVER['DOCUMENT_ROOT'];
    return true;
}
if ($path !== '/' && (is_file($file) || is_file(rtrim($file, '/') . '/index.php'))) {
    return false;
}
$_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = '/index.php';
$_SERVER['SCRIPT_FILENAME'] = $_SERVER['DOCUMENT_ROOT'] . '/index.php';
unset($_SERVER['PATH_INFO']);
chdir($_SERVER['DOCUMENT_ROOT']);
require $_SERVER['DOCUMENT_ROOT'] . '/index.php';
