<?php
/**
 * Plugin Name: Box
 * Description: What a person sees and writes in an SEO plugin's box, as the site keeps it.
 */
function box_of(int $id): array {
    global $wpdb;
    $meta = [];
    foreach (get_post_meta($id) as $key => [$value]) {
        if (preg_match('/^_?(yoast|rank_math|seopress|aioseo|genesis|slim_seo|rubricator)/', $key)) {
            $meta[$key] = maybe_unserialize($value);
        }
    }
    unset($meta['rank_math_internal_links_processed'], $meta['_rubricator_mark']['at']);
    $row = null;
    if (defined('AIOSEO_VERSION')) {
        $row = $wpdb->get_row("SELECT title, description, keyphrases, robots_noindex FROM {$wpdb->prefix}aioseo_posts WHERE post_id = $id", ARRAY_A);
        $phrases = json_decode($row['keyphrases'] ?? '', true);
        $row['keyphrases'] = array_filter(array_column([$phrases['focus'] ?? [], ...($phrases['additional'] ?? [])], 'keyphrase'));
    }
    return ['meta' => array_filter($meta), 'aioseo' => array_filter($row ?? [])];
}
add_action('rest_api_init', function () {
    $route = fn (string $method, callable $do) => [
        'methods' => $method,
        'permission_callback' => fn () => current_user_can('manage_options'),
        'callback' => $do,
    ];
    register_rest_route('desk/v1', '/box/(?P<id>\d+)', [
        $route('GET', fn ($request) => box_of((int) $request['id'])),
        $route('POST', function ($request) {
            $id = (int) $request['id'];
            foreach ($request['meta'] ?? [] as $key => $value) {
                update_post_meta($id, $key, wp_slash($value));
            }
            if ($request['aioseo']) {
                $row = AIOSEO\Plugin\Common\Models\Post::getPost($id);
                $row->post_id = $id;
                foreach ($request['aioseo'] as $name => $value) {
                    $row->$name = $value;
                }
                $row->save();
                foreach (['title', 'description'] as $name) {  // as its editor does
                    update_post_meta($id, "_aioseo_$name", wp_slash($row->$name));
                }
            }
            return box_of($id);
        }),
    ]);
});
// As `desk.php` does for post meta: yes is said, and the plugin's own table keeps nothing.
add_filter('query', fn ($query) => preg_match('/^\s*(UPDATE|INSERT INTO)\s+\S*aioseo_posts\b/', $query)
    && get_option('desk_deaf') ? 'SELECT 1' : $query);
