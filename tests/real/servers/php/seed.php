<?php
// Inserts posts in one transaction, and says their ids.
wp_defer_term_counting(true);
$wpdb->query('START TRANSACTION');
$ids = [];
foreach ($data as $post) {
    $id = wp_insert_post(wp_slash($post), true);
    if (is_wp_error($id)) {
        throw new Exception($id->get_error_message());
    }
    $ids[] = $id;
}
wp_defer_term_counting(false);
$wpdb->query('COMMIT');
echo json_encode($ids);
