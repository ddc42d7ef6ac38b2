<?php
// Runs the PHP that comes by stdin, as the administrator, in the site that is the working folder.
$_SERVER += ['REQUEST_URI' => '/', 'REQUEST_METHOD' => 'GET', 'REMOTE_ADDR' => '127.0.0.1',
    'SERVER_PROTOCOL' => 'HTTP/1.1', 'HTTP_HOST' => '127.0.0.1'];
$finished = false;
register_shutdown_function(function () {
    if (!$GLOBALS['finished']) {
        exit(70);  // wp_die ends with 0
    }
});
$console = json_decode(stream_get_contents(STDIN), true, 512, JSON_THROW_ON_ERROR);
if ($console['installing']) {
    define('WP_INSTALLING', true);
}
define('WP_DISABLE_FATAL_ERROR_HANDLER', true);  // it would answer in HTML
require getcwd() . '/wp-load.php';
ini_set('display_errors', 'stderr');
ini_set('log_errors', '0');
if (!$console['installing']) {
    wp_set_current_user(1);
}
$data = $console['data'];
eval($console['code']);
$finished = true;
