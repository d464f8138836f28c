//! Nodes of which many serve everything but searches (`getProgramAccounts`): a pool that one created is found without.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;

use crate::world::World;

/// What a node says to a request by itself.
pub type Reply = dyn Fn(&serde_json::Value) -> Option<serde_json::Value> + Send + Sync;

/// Address of a node that refuses searches as nodes without an index do.
fn node_that_does_not_search(node: &str) -> String {
    let refusal = |request: &serde_json::Value| {
        (request["method"] == "getProgramAccounts").then(|| {
            serde_json::json!({ "error": {
                "code": -32010, "message": "excluded from account secondary indexes; this RPC method unavailable for key" } })
        })
    };
    node_that_says(node, Arc::new(refusal))
}

/// Address of a node that hands everything on to another but for what it answers itself. It ends with the process.
pub fn node_that_says(node: &str, reply: Arc<Reply>) -> String {
    let node = node.trim_start_matches("http://").trim_end_matches('/').to_owned();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let (node, reply) = (node.clone(), reply.clone());
            std::thread::spawn(move || answer(stream.unwrap(), &node, &*reply));
        }
    });
    format!("http://{address}")
}

/// One request, then the connection is closed.
fn answer(mut client: TcpStream, node: &str, reply: &Reply) {
    let body = read_body(&mut client);
    let request: serde_json::Value = serde_json::from_slice(&body).unwrap();
    let reply = match reply(&request) {
        Some(mut reply) => {
            reply["jsonrpc"] = "2.0".into();
            reply["id"] = request["id"].clone();
            reply.to_string().into_bytes()
        }
        None => {
            let mut server = TcpStream::connect(node).unwrap();
            let head = format!(
                "POST / HTTP/1.1\r\nHost: {node}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                body.len()
            );
            server.write_all(&[head.as_bytes(), &body].concat()).unwrap();
            read_body(&mut server)
        }
    };
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        reply.len()
    );
    // Whoever asked may be gone.
    let _written = client.write_all(&[head.as_bytes(), &reply].concat());
}

/// What follows the headers of a message that says how long it is.
fn read_body(stream: &mut TcpStream) -> Vec<u8> {
    let mut reader = BufReader::new(stream);
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        match line.trim_end().split_once(": ") {
            Some((name, value)) if name.eq_ignore_ascii_case("content-length") => length = value.parse().unwrap(),
            Some(_) => {}
            None if line.trim_end().is_empty() => break,
            None => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    body
}

#[test]
fn the_pool_that_one_created_is_found_without_a_search() {
    let world = World::new();
    let pool = world.open_pool(0, 2_000);
    let node = node_that_does_not_search(&world.network.rpc_url());
    let ran = world.run("wallet-0", &format!("--url {node} pool update --name Renamed --yes"));
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(
        ran.stderr.contains("the node does not search for pools") && ran.stderr.contains("-32010"),
        "{}",
        ran.stderr
    );
    assert_eq!(world.json("wallet-0", &format!("pool show {pool}"))["name"], "Renamed");
}

#[test]
fn a_pool_that_somebody_else_created_has_to_be_named() {
    let world = World::new();
    world.open_pool(0, 2_000);
    let node = node_that_does_not_search(&world.network.rpc_url());
    let ran = world.run("wallet-1", &format!("--url {node} pool update --name Renamed"));
    assert_ne!(ran.code, 0);
    assert!(ran.stderr.contains("-32010"), "{}", ran.stderr);
}
