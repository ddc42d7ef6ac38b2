<?php
// A site's wp-config.php: all that differs between sites stands in a file beside its folder.
foreach (json_decode(file_get_contents(dirname(__DIR__) . '/constants.json'), true) as $name => $value) {
    define($name, $value);
}
$table_prefix = 'wp_';
if (!defined('ABSPATH')) {
    define('ABSPATH', __DIR__ . '/');
}
require_once ABSPATH . 'wp-settings.php';
