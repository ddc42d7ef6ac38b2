<?php
/**
 * Plugin Name: Rubricator Companion
 * Description: Lets Rubricator read and write the meta description and the keywords of an article where the active SEO plugin keeps them, and refuses to write over what a person has changed meanwhile.
 * Version: 1.0
 * Requires at least: 6.1
 * Requires PHP: 7.4
 * License: MIT (GPL-compatible)
 *
 * To install it, put this one file into wp-content/mu-plugins/ (make the folder if there is none).
 * Nothing needs to be activated; to remove it, delete the file: the site keeps working.
 *
 * It works with Yoast SEO, Rank Math, All in One SEO, SEOPress, The SEO Framework and Slim SEO, and
 * without any of them. It calls nobody, loads no other file and creates no table, option or user.
 *
 * What it stores, beside the article and only when Rubricator writes the article's values:
 *  - the description and the keywords, in the active SEO plugin's own place (post meta, for All in
 *    One SEO its own table): they stay and keep working when this file is gone;
 *  - the post meta `_rubricator_description` and `_rubricator_keywords`, only where no SEO plugin is active: this
 *    file prints the description, so without it the description is no longer shown;
 *  - the post meta `_rubricator_mark`: when Rubricator wrote, and hashes of what then stood there. It tells our own
 *    text from a person's. Without this file it does nothing.
 * To remove the last three as well:
 *    DELETE FROM wp_postmeta WHERE meta_key LIKE '\_rubricator\_%';
 */

namespace Rubricator;

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

const VERSION    = '1.0';
const ROUTES     = 'rubricator/v1';
const MARK       = '_rubricator_mark';
const AIOSEO_ROW = 'AIOSEO\Plugin\Common\Models\Post';

/*
 * Who is there, and where it keeps its values
 * -------------------------------------------
 */

/**
 * The SEO plugins that run here, the one we write to first.
 * Asked late and each time: a must-use plugin is loaded before all others.
 */
function active_plugins(): array {
	$constants = array(
		'yoast'    => 'WPSEO_VERSION',
		'rankmath' => 'RANK_MATH_VERSION',
		'aioseo'   => 'AIOSEO_VERSION',
		'seopress' => 'SEOPRESS_VERSION',
		'tsf'      => 'THE_SEO_FRAMEWORK_VERSION',
		'slimseo'  => 'SLIM_SEO_VER',
	);
	return array_keys( array_filter( $constants, 'defined' ) );
}

/** The one we write to, or "none": then the values are our own. */
function target(): string {
	$active = active_plugins();
	return $active ? $active[0] : 'none';
}

/** The meta keys of the description and the keywords; null where it is no plain string in post meta. */
function meta_keys( string $plugin ): array {
	$keys = array(
		'yoast'    => array( '_yoast_wpseo_metadesc', '_yoast_wpseo_focuskw' ),
		'rankmath' => array( 'rank_math_description', 'rank_math_focus_keyword' ),
		'seopress' => array( '_seopress_titles_desc', '_seopress_analysis_target_kw' ),
		'tsf'      => array( '_genesis_description', null ),
		'none'     => array( '_rubricator_description', null ),
	);
	return isset( $keys[ $plugin ] ) ? $keys[ $plugin ] : array( null, null );
}

function takes_keywords( string $plugin ): bool {
	return 'tsf' !== $plugin && 'slimseo' !== $plugin;
}

/** How many phrases there is room for; null: as many as you like. */
function most_keywords( string $plugin ): ?int {
	$most = array(
		'yoast'    => 1,
		'rankmath' => 5,
	);
	return isset( $most[ $plugin ] ) ? $most[ $plugin ] : null;
}

function multilingual(): string {
	if ( function_exists( 'pll_get_post_language' ) ) { // Before WPML: Polylang answers to WPML's names too.
		return 'polylang';
	}
	return defined( 'ICL_SITEPRESS_VERSION' ) ? 'wpml' : '';
}

/** The language the article is filed under ("de"), or "" where nobody says. */
function language( int $id ): string {
	$code = '';
	switch ( multilingual() ) {
		case 'polylang':
			// The slug is the site's own choice ("german"), the locale ("de_AT") is not.
			$code = pll_get_post_language( $id, 'locale' );
			$code = $code ? $code : pll_get_post_language( $id, 'slug' );
			break;
		case 'wpml':
			$details = apply_filters( 'wpml_post_language_details', null, $id );
			$code    = is_array( $details ) && isset( $details['language_code'] ) ? $details['language_code'] : '';
			break;
	}
	return is_string( $code ) ? strtolower( (string) strtok( $code, '-_' ) ) : '';
}

/*
 * Reading
 * -------
 * Always what is stored: never the plugin's template or the text it makes up from the body.
 */

function string_of( $value ): string {
	return is_scalar( $value ) ? (string) $value : '';
}

/** A comma list as phrases: the way the plugins themselves take it apart. */
function phrases( string $list ): array {
	return array_values( array_filter( array_map( 'trim', explode( ',', $list ) ), 'strlen' ) );
}

/** @return array The description (a string) and the keywords (a list of strings). */
function read_values( int $id, string $plugin ): array {
	if ( 'aioseo' === $plugin ) {
		return read_aioseo( $id );
	}
	if ( 'slimseo' === $plugin ) {
		$all = get_post_meta( $id, 'slim_seo', true );
		return array( is_array( $all ) && isset( $all['description'] ) ? string_of( $all['description'] ) : '', array() );
	}
	list( $description_key, $keywords_key ) = meta_keys( $plugin );

	$description = string_of( get_post_meta( $id, $description_key, true ) );
	if ( 'none' === $plugin ) {
		$own = get_post_meta( $id, '_rubricator_keywords', true );
		return array( $description, is_array( $own ) ? array_values( array_map( __NAMESPACE__ . '\string_of', $own ) ) : array() );
	}
	$stored = null === $keywords_key ? '' : string_of( get_post_meta( $id, $keywords_key, true ) );
	if ( 'yoast' === $plugin ) { // One phrase, in which a comma is a comma.
		return array( $description, '' === $stored ? array() : array( $stored ) );
	}
	return array( $description, phrases( $stored ) );
}

/**
 * All in One SEO has a table of its own. Read it directly: the plugin's model repairs and saves old
 * rows while it loads them, and a list of a hundred articles should not write anything.
 */
function read_aioseo( int $id ): array {
	global $wpdb;
	$quiet = $wpdb->suppress_errors( true ); // The table is made by the plugin's first request.
	$row   = $wpdb->get_row( $wpdb->prepare( "SELECT description, keyphrases FROM {$wpdb->prefix}aioseo_posts WHERE post_id = %d", $id ) );
	$wpdb->suppress_errors( $quiet );
	if ( ! $row ) {
		return array( '', array() );
	}
	$keyphrases = json_decode( (string) $row->keyphrases, true );
	$all        = array();
	if ( isset( $keyphrases['focus'] ) ) {
		$all[] = $keyphrases['focus'];
	}
	if ( isset( $keyphrases['additional'] ) && is_array( $keyphrases['additional'] ) ) {
		$all = array_merge( $all, array_values( $keyphrases['additional'] ) );
	}
	$keywords = array();
	foreach ( $all as $one ) {
		if ( isset( $one['keyphrase'] ) && '' !== string_of( $one['keyphrase'] ) ) {
			$keywords[] = string_of( $one['keyphrase'] );
		}
	}
	return array( (string) $row->description, $keywords );
}

/** What the REST field shows and every write answers. */
function state( \WP_Post $post ): array {
	$plugin                       = target();
	list( $description, $keywords ) = read_values( $post->ID, $plugin );

	$mark     = valid_mark( $post->ID, $plugin, $description, $keywords );
	$language = language( $post->ID );
	$tags     = get_the_terms( $post->ID, 'post_tag' ); // From the cache that a list has filled.
	$tags     = is_array( $tags ) ? array_map( 'intval', wp_list_pluck( $tags, 'term_id' ) ) : array();
	sort( $tags );

	// Not the modified date alone: it has whole seconds, and SEO values change without it.
	$revision = hash(
		'sha256',
		serialize( // phpcs:ignore -- only to be hashed; unlike JSON it takes any bytes.
			array(
				$post->ID,
				$post->post_modified_gmt,
				$post->post_status,
				$post->post_password,
				$post->post_title,
				$post->post_content,
				$post->post_excerpt,
				$tags,
				$plugin,
				$description,
				$keywords,
				$language,
				$mark,
			)
		)
	);
	return array(
		'plugin'      => $plugin,
		'description' => $description,
		'keywords'    => $keywords,
		'revision'    => $revision,
		'language'    => $language,
		'mark'        => $mark,
	);
}

/*
 * Writing
 * -------
 */

/** Whether a write of our own is under way: what it changes is no person's edit. */
function writing( ?bool $on = null ): bool {
	static $now = false;
	if ( null !== $on ) {
		$now = $on;
	}
	return $now;
}

/**
 * Store a value as it is, or delete it where it is empty.
 * SEO plugins register sanitizers for their keys that would cut "a < b", "50%20" or a backslash; the
 * values have been checked by then (plain text, one line), so ours comes last and keeps them whole.
 * What a page shows is escaped by whoever prints it.
 */
function put_meta( \WP_Post $post, string $key, $value ): void {
	if ( '' === $value || array() === $value ) {
		delete_post_meta( $post->ID, $key );
		return;
	}
	$filter = "sanitize_post_meta_{$key}_for_{$post->post_type}";
	$whole  = static function () use ( $value ) {
		return $value;
	};
	add_filter( $filter, $whole, PHP_INT_MAX );
	update_post_meta( $post->ID, $key, wp_slash( $value ) ); // It takes the slashes off again.
	remove_filter( $filter, $whole, PHP_INT_MAX );
}

/** Null means: leave it. Throws whatever the SEO plugin's own code throws. */
function write_values( \WP_Post $post, string $plugin, ?string $description, ?array $keywords ): void {
	if ( 'aioseo' === $plugin ) {
		write_aioseo( $post, $description, $keywords );
		return;
	}
	if ( 'slimseo' === $plugin ) {
		if ( null !== $description ) { // One array for all: title, noindex and the rest stay.
			$all = get_post_meta( $post->ID, 'slim_seo', true );
			$all = is_array( $all ) ? $all : array();
			unset( $all['description'] );
			if ( '' !== $description ) {
				$all['description'] = $description;
			}
			put_meta( $post, 'slim_seo', $all );
		}
		return;
	}
	list( $description_key, $keywords_key ) = meta_keys( $plugin );
	if ( null !== $description ) {
		put_meta( $post, $description_key, $description );
	}
	if ( null !== $keywords && 'none' === $plugin ) {
		put_meta( $post, '_rubricator_keywords', $keywords );
	} elseif ( null !== $keywords && null !== $keywords_key ) {
		put_meta( $post, $keywords_key, implode( ',', $keywords ) );
	}
	if ( 'yoast' === $plugin && function_exists( 'YoastSEO' ) ) {
		// Pages are printed from Yoast's own table. Yoast refreshes it when a request ends, maybe after
		// the answer has gone out: do it now, so that the page is right when we say so. Best effort:
		// a Yoast that has renamed its class still does it by itself, a moment later.
		try {
			YoastSEO()->classes->get( 'Yoast\WP\SEO\Integrations\Watchers\Indexable_Post_Watcher' )->build_indexable( $post->ID );
		} catch ( \Throwable $problem ) {
			unset( $problem );
		}
	}
}

/**
 * Through the plugin's model, as it fills the row's other columns; not through its savePost(), which
 * before 4.9.8 resets every column it is not given, and cuts what looks like a tag or an octet.
 */
function write_aioseo( \WP_Post $post, ?string $description, ?array $keywords ): void {
	$class = AIOSEO_ROW;
	$row   = $class::getPost( $post->ID );
	if ( ! $row->exists() ) {
		if ( ! $description && ! $keywords ) {
			return; // Nothing there, nothing wanted: no row.
		}
		$row->post_id = $post->ID;
	}
	if ( null !== $description ) {
		$row->description = '' === $description ? null : $description;
	}
	if ( null !== $keywords ) {
		// As JSON: not every version of the model encodes this column itself, and all take it encoded.
		$row->keyphrases = $keywords ? wp_json_encode( keyphrases( $keywords, $row->keyphrases ) ) : null;
	}
	$row->save();
	if ( null !== $description ) {
		put_meta( $post, '_aioseo_description', $description ); // Its copy for translation plugins.
	}
}

/**
 * The phrases in the form of All in One SEO's editor. A phrase that was there keeps its score; a new
 * one starts from zero, as in a post that was never analysed, until someone opens it in the editor.
 */
function keyphrases( array $keywords, $before ): array {
	$before = json_decode( is_string( $before ) ? $before : (string) wp_json_encode( $before ), true );
	$known  = array();
	$old    = isset( $before['additional'] ) && is_array( $before['additional'] ) ? array_values( $before['additional'] ) : array();
	if ( isset( $before['focus'] ) ) {
		array_unshift( $old, $before['focus'] );
	}
	foreach ( $old as $one ) {
		if ( isset( $one['keyphrase'] ) && is_string( $one['keyphrase'] ) && ! isset( $known[ $one['keyphrase'] ] ) ) {
			$known[ $one['keyphrase'] ] = $one;
		}
	}
	$all = array();
	foreach ( $keywords as $phrase ) {
		$all[] = isset( $known[ $phrase ] ) ? $known[ $phrase ] : array(
			'keyphrase' => $phrase,
			'score'     => 0,
			'analysis'  => array(
				'keyphraseInTitle' => array(
					'score'    => 0,
					'maxScore' => 9,
					'error'    => 1,
				),
			),
		);
	}
	return array(
		'focus'      => array_shift( $all ),
		'additional' => $all,
	);
}

/** Forget what this request has read of the article, so that the next reading is a real one. */
function forget( \WP_Post $post ): void {
	wp_cache_delete( $post->ID, 'posts' );
	wp_cache_delete( $post->ID, 'post_meta' );
	clean_object_term_cache( $post->ID, $post->post_type );
}

/*
 * The mark: this text is ours
 * ---------------------------
 */

function value_hash( int $id, string $plugin, $value ): string {
	// With the article's number: a copy of an article is a person's doing and not marked.
	return hash( 'sha256', serialize( array( $id, $plugin, $value ) ) ); // phpcs:ignore -- only to be hashed.
}

/** The mark as it is shown, or null where there is none or other values stand there by now. */
function valid_mark( int $id, string $plugin, string $description, array $keywords ): ?array {
	$mark = get_post_meta( $id, MARK, true );
	if ( ! is_array( $mark ) || ! isset( $mark['at'], $mark['description'], $mark['keywords'] ) ) {
		return null;
	}
	// A change that went past WordPress (SQL, an import) fires no hook, but is seen here.
	return value_hash( $id, $plugin, $description ) === $mark['description'] && value_hash( $id, $plugin, $keywords ) === $mark['keywords']
		? array( 'at' => (string) $mark['at'] )
		: null;
}

/** Something has touched the values: where they are no longer what we wrote, the mark goes for good. */
function unmark_if_changed( $id ): void {
	$id = (int) $id;
	if ( writing() || ! $id || ! is_array( get_post_meta( $id, MARK, true ) ) ) {
		return;
	}
	$plugin                         = target();
	list( $description, $keywords ) = read_values( $id, $plugin );
	if ( null === valid_mark( $id, $plugin, $description, $keywords ) ) {
		delete_post_meta( $id, MARK );
	}
}

/** Someone has added, changed or deleted post meta. */
function meta_changed( $ids, $post_id, $key ): void {
	if ( 'slim_seo' === $key || '_rubricator_keywords' === $key || in_array( $key, meta_keys( target() ), true ) ) {
		unmark_if_changed( $post_id );
	}
}
add_action( 'added_post_meta', __NAMESPACE__ . '\meta_changed', 10, 3 );
add_action( 'updated_post_meta', __NAMESPACE__ . '\meta_changed', 10, 3 );
add_action( 'deleted_post_meta', __NAMESPACE__ . '\meta_changed', 10, 3 );
add_action( 'aioseo_insert_post', __NAMESPACE__ . '\unmark_if_changed' ); // After All in One SEO has saved its row.

/*
 * REST
 * ----
 */

/** Whether articles of this type are ours to see: the public ones that the REST interface shows at all. */
function is_open_type( string $type ): bool {
	$object = get_post_type_object( $type );
	return $object && $object->public && $object->show_in_rest;
}

/** The article a request is about, or the error that WordPress itself would give. */
function requested( \WP_REST_Request $request ) {
	// From the address only: a field "id" in the body would win over it in $request['id'].
	$url  = $request->get_url_params();
	$id   = isset( $url['id'] ) ? (int) $url['id'] : 0;
	$post = $id > 0 ? get_post( $id ) : null; // get_post( 0 ) is "the current one".
	if ( ! $post || ! is_open_type( $post->post_type ) || 'trash' === $post->post_status ) {
		return new \WP_Error( 'rest_post_invalid_id', 'There is no such article here.', array( 'status' => 404 ) );
	}
	return $post;
}

function may_write( \WP_REST_Request $request ) {
	$post = requested( $request );
	if ( is_wp_error( $post ) ) {
		return $post;
	}
	if ( ! current_user_can( 'edit_post', $post->ID ) ) {
		return new \WP_Error( 'rest_cannot_edit', 'You may not edit this article.', array( 'status' => rest_authorization_required_code() ) );
	}
	return true;
}

function may_look() {
	if ( ! current_user_can( 'edit_posts' ) ) {
		return new \WP_Error( 'rest_forbidden', 'Only those who may edit articles may ask this.', array( 'status' => rest_authorization_required_code() ) );
	}
	return true;
}

function refusal( string $code, string $message ): \WP_Error {
	return new \WP_Error( $code, $message, array( 'status' => 400 ) );
}

/** Why a text cannot be stored, or "" where it can. An undo puts back what a person had, whatever it was. */
function fault( $text, bool $undo ): string {
	if ( ! is_string( $text ) ) {
		return 'must be text';
	}
	if ( $undo && current_user_can( 'unfiltered_html' ) ) {
		return '';
	}
	// A "<" before a letter, "/", "!" or "?" begins a tag; before a blank or a number it is a character.
	if ( preg_match( '#<[a-z/!?]#i', $text ) ) {
		return 'must be plain text, without HTML tags';
	}
	// Control characters, the line breaks among them, and Unicode's own line and paragraph breaks.
	if ( 0 !== preg_match( '/[\p{Cc}\x{2028}\x{2029}]/u', $text ) ) {
		return 'must be one line, without control characters';
	}
	return '';
}

/** The wanted values, or the error that says what is wrong with them. */
function wanted( \WP_REST_Request $request, string $plugin ) {
	$body = $request->get_json_params();
	$body = is_array( $body ) ? $body : array();
	if ( ! isset( $body['revision'] ) || ! is_string( $body['revision'] ) || '' === $body['revision'] ) {
		return refusal( 'rest_missing_callback_param', 'Missing parameter: revision, as the article was read (the body is JSON).' );
	}
	if ( array_key_exists( 'mark', $body ) && ! is_bool( $body['mark'] ) ) {
		return refusal( 'rest_invalid_param', 'mark must be true or false.' );
	}
	$mark        = array_key_exists( 'mark', $body ) ? $body['mark'] : true;
	$description = null;
	if ( array_key_exists( 'description', $body ) ) {
		$description = $body['description'];
		$fault       = fault( $description, ! $mark );
		if ( '' !== $fault ) {
			return refusal( 'rest_invalid_param', "description $fault." );
		}
	}
	$keywords = null;
	if ( array_key_exists( 'keywords', $body ) ) {
		$keywords = $body['keywords'];
		if ( ! is_array( $keywords ) || array_values( $keywords ) !== $keywords ) {
			return refusal( 'rest_invalid_param', 'keywords must be a list.' );
		}
		if ( $keywords && ! takes_keywords( $plugin ) ) {
			return refusal( 'rubricator_no_keywords', 'The SEO plugin of this site has no place for keywords.' );
		}
		$by_comma = 'rankmath' === $plugin || 'seopress' === $plugin;
		foreach ( $keywords as $phrase ) {
			$fault = fault( $phrase, ! $mark );
			if ( '' === $fault && '' === trim( $phrase ) ) {
				$fault = 'must not be empty';
			}
			if ( '' === $fault && $by_comma && trim( $phrase ) !== $phrase ) {
				$fault = 'must not begin or end with a blank: the SEO plugin of this site does not keep it';
			}
			if ( '' === $fault && $by_comma && false !== strpos( $phrase, ',' ) ) {
				$fault = 'must not contain a comma: the SEO plugin of this site separates them by it';
			}
			if ( '' !== $fault ) {
				return refusal( 'rest_invalid_param', "Each of the keywords $fault." );
			}
		}
		if ( ! takes_keywords( $plugin ) ) {
			$keywords = null; // An empty list is what stands there anyway.
		} elseif ( $mark || 'yoast' === $plugin ) {
			$keywords = array_slice( $keywords, 0, most_keywords( $plugin ) );
		} // Else it is an undo: what a person had stored goes back whole, even if the editor takes fewer.
	}
	return array(
		'revision'    => $body['revision'],
		'mark'        => $mark,
		'description' => $description,
		'keywords'    => $keywords,
	);
}

/** Write one article's values, if it is still as it was read. */
function write( \WP_REST_Request $request ) {
	$post = requested( $request );
	if ( is_wp_error( $post ) ) {
		return $post;
	}
	$plugin = target();
	$wanted = wanted( $request, $plugin );
	if ( is_wp_error( $wanted ) ) {
		return $wanted;
	}
	forget( $post ); // The article as it is now, not as this request first saw it.
	$post = get_post( $post->ID );
	$now  = $post ? state( $post ) : null;
	if ( ! $now || ! hash_equals( $now['revision'], $wanted['revision'] ) ) {
		return new \WP_Error(
			'rubricator_stale',
			'The article has changed since it was read; nothing was written.',
			array(
				'status'     => 412,
				'rubricator' => $now,
			)
		);
	}

	writing( true );
	try {
		write_values( $post, $plugin, $wanted['description'], $wanted['keywords'] );
	} catch ( \Throwable $problem ) {
		$failed = $problem->getMessage();
	}
	clean_post_cache( $post->ID ); // Page caches drop the page at this hook; the modified date stays.
	$post                           = get_post( $post->ID );
	list( $description, $keywords ) = read_values( $post->ID, $plugin );

	$wrote  = null !== $wanted['description'] || null !== $wanted['keywords'];
	$stored = ( null === $wanted['description'] || $wanted['description'] === $description )
		&& ( null === $wanted['keywords'] || $wanted['keywords'] === $keywords );
	if ( $wrote && $wanted['mark'] && $stored && ! isset( $failed ) ) {
		put_meta(
			$post,
			MARK,
			array(
				'at'          => gmdate( 'Y-m-d\TH:i:s\Z' ),
				'description' => value_hash( $post->ID, $plugin, $description ),
				'keywords'    => value_hash( $post->ID, $plugin, $keywords ),
			)
		);
	} elseif ( $wrote || ! $wanted['mark'] ) {
		delete_post_meta( $post->ID, MARK ); // Not what we sent (another plugin filters it): not ours.
	}
	writing( false );

	if ( isset( $failed ) ) {
		return new \WP_Error( 'rubricator_failed', "The SEO plugin failed to store the values: $failed", array( 'status' => 500 ) );
	}
	forget( $post );
	return rest_ensure_response( state( get_post( $post->ID ) ) );
}

function site() {
	$plugin = target();
	return rest_ensure_response(
		array(
			'version'      => VERSION,
			'plugins'      => active_plugins(),
			'plugin'       => $plugin,
			'keywords'     => array(
				'supported' => takes_keywords( $plugin ),
				'most'      => most_keywords( $plugin ),
			),
			'multilingual' => multilingual(),
		)
	);
}

function register(): void {
	foreach ( get_post_types( array( 'public' => true, 'show_in_rest' => true ) ) as $type ) {
		register_rest_field(
			$type,
			'rubricator',
			array(
				'get_callback' => static function ( $item, $field, $request ) {
					// In any other context WordPress drops the field: spare it the reading.
					$post = 'edit' === $request['context'] && isset( $item['id'] ) ? get_post( (int) $item['id'] ) : null;
					return $post ? state( $post ) : null;
				},
				'schema'       => array(
					'description' => 'The stored meta description and keywords, for Rubricator.',
					'type'        => array( 'object', 'null' ),
					'context'     => array( 'edit' ),
					'readonly'    => true,
				),
			)
		);
	}
	register_rest_route(
		ROUTES,
		'/posts/(?P<id>[\d]+)',
		array(
			'methods'             => 'POST',
			'callback'            => __NAMESPACE__ . '\write',
			'permission_callback' => __NAMESPACE__ . '\may_write',
		)
	);
	register_rest_route(
		ROUTES,
		'/site',
		array(
			'methods'             => 'GET',
			'callback'            => __NAMESPACE__ . '\site',
			'permission_callback' => __NAMESPACE__ . '\may_look',
		)
	);
}
add_action( 'rest_api_init', __NAMESPACE__ . '\register', 50 ); // Before 99, when the schemas are made.

/*
 * No SEO plugin: print the description ourselves
 * ----------------------------------------------
 */

/** A theme that prints one of its own can remove_action( 'wp_head', 'Rubricator\print_description', 1 ). */
function print_description(): void {
	if ( ! is_singular() || 'none' !== target() ) {
		return;
	}
	$id          = (int) get_queried_object_id();
	$description = $id && ! post_password_required( $id ) ? read_values( $id, 'none' )[0] : '';
	if ( '' !== $description ) {
		// Not esc_attr(): it would leave an "&amp;" that stands in the text itself as it is.
		echo '<meta name="description" content="' . htmlspecialchars( $description, ENT_QUOTES, 'UTF-8' ) . '">' . "\n"; // phpcs:ignore
	}
}
add_action( 'wp_head', __NAMESPACE__ . '\print_description', 1 );
