<?php
// Installs a site, and says the administrator's application password and the version.
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
function wp_new_blog_notification() {}  // nobody waits for that mail

wp_install('The Daily Loopback', $data['username'], 'admin@example.test', true, '', 'admin');
update_option('timezone_string', 'Europe/Berlin');
$wp_rewrite->set_permalink_structure('/%postname%/');
$wp_rewrite->flush_rules(false);
if (!wp_get_theme()->exists()) {
    switch_theme(array_key_first(wp_get_themes()));
}
$user = get_user_by('login', $data['username']);
[$password] = WP_Application_Passwords::create_new_application_password($user->ID, ['name' => 'tests']);
echo json_encode(['app_password' => $password, 'version' => get_bloginfo('version')]);
