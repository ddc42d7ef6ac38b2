<?php
// Leaves a site without posts, tags and comments; its users, options and plugins stay.
foreach (['posts', 'postmeta', 'comments', 'commentmeta', 'term_relationships'] as $table) {
    $wpdb->query("DELETE FROM {$wpdb->prefix}$table");
}
$kept = (int) get_option('default_category');
$wpdb->query("DELETE FROM {$wpdb->term_taxonomy} WHERE term_id <> $kept");
$wpdb->query("DELETE FROM {$wpdb->terms} WHERE term_id <> $kept");
$wpdb->query("DELETE FROM {$wpdb->termmeta} WHERE term_id <> $kept");
$wpdb->query("UPDATE {$wpdb->term_taxonomy} SET count = 0");
wp_cache_flush();
update_option('sticky_posts', []);
