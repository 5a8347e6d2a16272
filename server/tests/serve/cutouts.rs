//! What a photo is cut out to, before a generation is paid: free, in a process of its own, and what the run computes with.

use std::{
    fs,
    path::Path,
    thread,
    time::{Duration, Instant},
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use image::RgbaImage;
use rustix::process::Pid;
use serde_json::json;
use tempfile::tempdir;

use crate::{
    client::{Client, Fields, Reply, multipart},
    photos,
    server::{Server, account, audit, lives, wait_until},
};

fn cut(client: &Client, image: &[u8], fields: Fields<'_>) -> Reply {
    let (content_type, body) = multipart(image, fields);
    client.send("POST", "/v1/cutouts", &[("content-type", &content_type)], &body)
}

#[track_caller]
fn picture(reply: &Reply) -> RgbaImage {
    let text = String::from_utf8_lossy(&reply.body);
    assert_eq!((reply.status, reply.header("content-type")), (200, "image/png"), "{text}");
    assert_eq!(reply.header("cache-control"), "no-store");
    image::load_from_memory(&reply.body).expect("a picture").into_rgba8()
}

/// The GLB file that a generation makes of a photo.
#[track_caller]
fn model(client: &Client, image: &[u8], fields: Fields<'_>) -> Vec<u8> {
    let fields = [&[("resolution", "32")], fields].concat();
    let id = client.create(image, &fields);
    let done = client.wait(&id, &["SUCCEEDED", "FAILED"]);
    client.get(done["artifacts"]["glb"].as_str().unwrap_or_else(|| panic!("{done}"))).body
}

fn example(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../benches/photos").join(name)).expect("the example photo")
}

fn network(name: &str) -> String {
    format!("{}/../engine/tests/fixtures/matting/{name}", env!("CARGO_MANIFEST_DIR"))
}

/// The processes that cut photos out now.
fn cutters(server: &Server) -> Vec<Pid> {
    let is_one = |child: &Pid| {
        let line = fs::read(format!("/proc/{}/cmdline", child.as_raw_nonzero()));
        line.is_ok_and(|line| String::from_utf8_lossy(&line).contains("cutout-worker"))
    };
    server.children().into_iter().filter(is_one).collect()
}

#[test]
fn what_is_shown_is_what_is_computed() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &[], "");
    let client = server.client(&account(data.path(), "a@example.com", 200));
    let masked = [("keep_background", "false")];
    let cases: [(&str, Vec<u8>, Fields<'_>); 5] = [
        ("its own transparency", photos::cut_out(200), &[]),
        ("a backdrop", photos::on_backdrop(240), &[]),
        ("another frame", photos::on_backdrop(240), &[("foreground_ratio", "0.6")]),
        ("the whole photo", photos::on_backdrop(120), &[("keep_background", "true"), ("foreground_ratio", "0.7")]),
        ("said so", photos::on_backdrop(160), &masked),
    ];
    for (what, photo, fields) in cases {
        let reply = cut(&client, &photo, fields);
        let (width, height) = picture(&reply).dimensions();
        assert!(width == height && width <= 512, "{what}: {width} x {height}");
        // The cut-out needs no cutting: given as a photo, with the same frame, it must lead to the same model, byte for byte.
        let frame: Vec<_> = fields.iter().copied().filter(|(name, _)| *name == "foreground_ratio").collect();
        let (of_photo, of_cut_out) = (model(&client, &photo, fields), model(&client, &reply.body, &frame));
        assert!(of_photo == of_cut_out, "{what}: the model is made of something else than was shown");
    }
}

#[test]
fn it_is_a_cut_out_on_a_transparent_ground_of_at_most_512_pixels_a_side() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &[], "");
    let client = server.client(&account(data.path(), "a@example.com", 0));
    let shown = picture(&cut(&client, &example("duck.jpg"), &[]));
    assert_eq!(shown.dimensions(), (512, 512));
    for corner in [(0, 0), (511, 0), (0, 511), (511, 511)] {
        assert_eq!(shown.get_pixel(corner.0, corner.1).0[3], 0, "{corner:?}");
    }
    let [r, g, b, a] = shown.get_pixel(256, 300).0;
    assert!(a == 255 && r > 150 && g > 100 && b + 60 < g, "a yellow duck: {:?}", [r, g, b, a]);
    // The longer side fills 85 % of the frame.
    let (mut low, mut high) = ([512, 512], [0, 0]);
    for (x, y, _) in shown.enumerate_pixels().filter(|(.., pixel)| pixel.0[3] >= 8) {
        (low, high) = ([low[0].min(x), low[1].min(y)], [high[0].max(x), high[1].max(y)]);
    }
    let longer = (high[0] - low[0]).max(high[1] - low[1]) + 1;
    assert!(longer.abs_diff(435) <= 2, "{longer} pixels of 512");
}

#[test]
fn it_costs_nothing_and_leaves_nothing() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &[], "");
    let client = server.client(&account(data.path(), "a@example.com", 0));
    let image = |bytes: Vec<u8>| format!("data:image/png;base64,{}", STANDARD.encode(bytes));
    let body =
        json!({"image": image(photos::on_backdrop(100)), "mask": image(photos::cut_out(100)), "foreground-ratio": 1});
    let headers = [("content-type", "application/json")];
    let reply = client.send("POST", "/v1/cutouts", &headers, body.to_string().as_bytes());
    // The mask's disc is 80 pixels across, and the frame is tight.
    assert_eq!(picture(&reply).dimensions(), (80, 80));
    assert_eq!(client.credits(), (0, 0));
    assert_eq!(client.history(), Vec::<serde_json::Value>::new());
    for directory in ["uploads", "artifacts"] {
        assert_eq!(fs::read_dir(data.path().join(directory)).expect("a directory").count(), 0, "{directory}");
    }
    wait_until("its process is gone", || cutters(&server).is_empty());
    assert_eq!(audit(data.path())["disagreements"], json!([]));
}

#[test]
fn what_cannot_be_cut_out_is_refused_by_name() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &[], "");
    let client = server.client(&account(data.path(), "a@example.com", 0));
    let good = photos::cut_out(64);
    for (image, fields, code, says) in [
        (photos::blank(), &[][..], "no_foreground", "no object can be told"),
        (photos::transparent(), &[], "no_foreground", "nothing is left"),
        (Vec::new(), &[], "invalid_image", "empty"),
        (good[..good.len() / 2].to_vec(), &[], "invalid_image", "decoded"),
        (b"hello".to_vec(), &[], "invalid_image", "not an image"),
        (photos::declaring(60_000), &[], "invalid_image", "60000 x 60000"),
        (good.clone(), &[("mask", "nonsense")], "invalid_image", "mask"),
        (good.clone(), &[("foreground_ratio", "1.5")], "invalid_option", "foreground-ratio"),
        (good.clone(), &[("foreground_ratio", "wide")], "invalid_option", "foreground_ratio"),
        (good.clone(), &[("keep_background", "perhaps")], "invalid_option", "keep_background"),
        (good.clone(), &[("resolution", "64")], "unknown_field", "'resolution'"),
        (good.clone(), &[("model", "silhouette")], "unknown_field", "'model'"),
        (good.clone(), &[("texture", "1")], "unknown_field", "image, foreground_ratio, keep_background, mask"),
    ] {
        let detail = cut(&client, &image, fields).problem(422, code);
        assert!(detail.contains(says), "{says:?} is not in {detail:?}");
    }
    let image = format!("data:image/png;base64,{}", STANDARD.encode(&good));
    let mask = format!("data:image/png;base64,{}", STANDARD.encode(photos::cut_out(80)));
    let body = json!({"image": image, "mask": mask}).to_string();
    let reply = client.send("POST", "/v1/cutouts", &[("content-type", "application/json")], body.as_bytes());
    assert!(reply.problem(422, "invalid_image").contains("80 x 80"));
    client.send("POST", "/v1/cutouts", &[("content-type", "application/json")], b"{}").problem(422, "missing_image");
    client.send("POST", "/v1/cutouts", &[("content-type", "image/png")], &good).problem(415, "unsupported_media_type");
    let (content_type, body) = multipart(&good, &[]);
    let stranger = [("authorization", ""), ("content-type", &*content_type)];
    client.send("POST", "/v1/cutouts", &stranger, &body).problem(401, "missing_key");
    client.get("/v1/cutouts").problem(405, "method_not_allowed");
}

#[test]
fn the_servers_matting_network_cuts_as_it_does_in_a_run() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &["--matting", &network("nothing.onnx")], "");
    let client = server.client(&account(data.path(), "a@example.com", 0));
    let detail = cut(&client, &example("duck.jpg"), &[]).problem(422, "no_foreground");
    assert!(detail.contains("finds nothing that stands out"), "{detail}");
    picture(&cut(&client, &photos::cut_out(64), &[]));
    drop(server);

    let server = Server::start(data.path(), &["--matting", &network("warm.onnx")], "");
    let client = server.client(&account(data.path(), "b@example.com", 60));
    let photo = photos::on_backdrop(200);
    let shown = cut(&client, &photo, &[]);
    picture(&shown);
    assert!(model(&client, &photo, &[]) == model(&client, &shown.body, &[]), "the run cuts otherwise");
}

#[test]
fn whatever_ends_its_process_ends_one_picture() {
    let faults = [
        ("panic", "code 101"),
        ("abort", "SIGABRT"),
        ("exit", "code 7"),
        ("segfault", "SIGSEGV"),
        ("oom", "out of memory"),
        ("error", "code 4"),
        ("garbage", "no message"),
    ];
    // Each fault meets the pictures of its own frame.
    let injected: Vec<String> =
        faults.iter().enumerate().map(|(index, (kind, _))| format!("{kind}@cutout:{}", 20 + index)).collect();
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &[], &injected.join(","));
    let client = server.client(&account(data.path(), "a@example.com", 60));
    let worker = server.worker();
    for (index, (kind, says)) in faults.into_iter().enumerate() {
        let ratio = format!("0.{}", 20 + index);
        let detail = cut(&client, &photos::cut_out(64), &[("foreground_ratio", &ratio)]).problem(500, "cutout_failed");
        assert!(detail.contains(says), "{kind}: {detail}");
        picture(&cut(&client, &photos::cut_out(64), &[]));
    }
    wait_until("their processes are gone", || cutters(&server).is_empty());
    assert!(lives(worker), "the worker has nothing to do with it");
    model(&client, &photos::cut_out(64), &[]);
}

#[test]
fn one_that_hangs_is_killed_after_twenty_seconds_and_no_more_than_two_are_cut_at_once() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &[], "hang@cutout:33");
    let client = server.client(&account(data.path(), "a@example.com", 60));
    let hang = || {
        let client = client.clone();
        thread::spawn(move || cut(&client, &photos::cut_out(64), &[("foreground_ratio", "0.33")]))
    };
    let began = Instant::now();
    let both = [hang(), hang()];
    wait_until("both hang", || cutters(&server).len() == 2);
    let full = cut(&client, &photos::cut_out(64), &[]);
    full.problem(429, "cutouts_busy");
    assert_eq!(full.header("retry-after"), "2");
    model(&client, &photos::cut_out(64), &[]);
    for reply in both {
        reply.join().expect("an answer").problem(504, "cutout_timeout");
    }
    let took = began.elapsed();
    assert!((Duration::from_secs(20)..Duration::from_secs(60)).contains(&took), "{took:?}");
    wait_until("their processes are gone", || cutters(&server).is_empty());
    picture(&cut(&client, &photos::cut_out(64), &[]));
}

#[test]
fn a_client_that_goes_away_takes_its_process_along_and_so_does_a_server_that_is_killed() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &[], "hang@cutout:33");
    let client = server.client(&account(data.path(), "a@example.com", 60));
    let (content_type, body) = multipart(&photos::cut_out(64), &[("foreground_ratio", "0.33")]);
    let began = Instant::now();
    let hang = || {
        let head = format!(
            "POST /v1/cutouts HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\ncontent-type: {content_type}\r\n\
             content-length: {}\r\n\r\n",
            client.key,
            body.len()
        );
        let address = client.base.strip_prefix("http://").expect("an address");
        let mut stream = std::net::TcpStream::connect(address).expect("connect");
        std::io::Write::write_all(&mut stream, &[head.as_bytes(), &body].concat()).expect("send");
        wait_until("its process hangs", || !cutters(&server).is_empty());
        stream
    };
    drop(hang());
    wait_until("the process of who went away is gone", || cutters(&server).is_empty());
    let stream = hang();
    let [process] = cutters(&server)[..] else { panic!("one process") };
    server.kill();
    wait_until("the process of a server that was killed is gone", || !lives(process));
    drop(stream);
    assert!(began.elapsed() < Duration::from_secs(19), "the deadline came first");
}

#[test]
fn a_picture_of_more_pixels_than_its_memory_holds_is_refused_and_the_server_goes_on() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &["--worker-memory-mb", "160"], "");
    let client = server.client(&account(data.path(), "a@example.com", 60));
    let bomb = photos::bomb();
    assert!(bomb.len() < 1 << 20, "{} bytes are no small file", bomb.len());
    let detail = cut(&client, &bomb, &[]).problem(500, "cutout_failed");
    assert!(detail.contains("out of memory"), "{detail}");
    picture(&cut(&client, &photos::cut_out(64), &[]));
    model(&client, &photos::cut_out(64), &[]);
}
