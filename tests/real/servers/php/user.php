<?php
// Creates a user, and says an application password.
$id = wp_insert_user([
    'user_login' => $data['name'],
    'user_pass' => wp_generate_password(),
    'user_email' => $data['name'] . '@example.test',
    'role' => $data['role'],
]);
if (is_wp_error($id)) {
    throw new Exception($id->get_error_message());
}
echo WP_Application_Passwords::create_new_application_password($id, ['name' => 'tests'])[0];
