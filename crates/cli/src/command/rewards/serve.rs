//! `rewards serve`.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;
use inference_staking_client::address::program_id;
use inference_staking_keeper::interrupted;
use inference_staking_rewards::serve::{serve_with, ServeOptions};
use tokio::net::TcpListener;

use crate::failure::{rewards, Failure, Outcome};
use crate::session::Session;
use crate::view::View;

/// Arguments of `rewards serve`.
#[derive(Args, Debug)]
pub struct Serve {
    /// Folder with tree files (*.json); new ones are noticed
    #[arg(value_name = "FOLDER")]
    folder: PathBuf,
    /// Address and port to listen on; port 0 for a free one. A local validator has 8899 and 8900
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8910")]
    listen: SocketAddr,
}

impl Serve {
    pub async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        let place = self.folder.display().to_string();
        if !self.folder.is_dir() {
            let why = if self.folder.exists() { "this is no folder" } else { "there is no such folder" };
            return Err(Failure::bad_input(format!("{place}: {why}")));
        }
        let taken = |error| Failure::refused(format!("{}: {error}; choose another address with --listen", self.listen));
        let listener = TcpListener::bind(self.listen).await.map_err(taken)?;
        let address = listener.local_addr().map_err(taken)?;
        let shutdown = interrupted();
        session.note(&format!("serving {place} at http://{address} (GET /epochs); ctrl-c ends it"));
        let options = ServeOptions { program_id: Some(program_id()), ..ServeOptions::default() };
        serve_with(listener, &self.folder, options, shutdown).await.map_err(rewards)?;
        session.show(&View::new().with("served", place).with("address", address.to_string()));
        Ok(())
    }
}
