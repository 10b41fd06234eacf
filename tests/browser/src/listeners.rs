//! Ears on this machine: a TCP and a UDP listener for each way out of the page.

use std::collections::BTreeSet;
use std::net::{TcpListener, UdpSocket};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use anyhow::{Context as _, Result};

/// Listeners of many ports, each of which remembers whether anything came.
pub struct Ears {
    ports: Vec<u16>,
    heard: Arc<Mutex<BTreeSet<u16>>>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Ears {
    /// Listens on as many free ports.
    ///
    /// # Errors
    /// When there are none.
    pub fn open(count: usize) -> Result<Self> {
        let listeners = (0..count).map(|_| pair()).collect::<Result<Vec<_>>>()?;
        let ports = listeners.iter().map(|(port, ..)| *port).collect();
        let heard = Arc::new(Mutex::new(BTreeSet::new()));
        let stop = Arc::new(AtomicBool::new(false));
        let thread = std::thread::spawn({
            let (heard, stop) = (Arc::clone(&heard), Arc::clone(&stop));
            move || {
                while !stop.load(Ordering::Relaxed) {
                    for (port, tcp, udp) in &listeners {
                        // A connection is closed at once: that it came is all that counts.
                        if tcp.accept().is_ok() || udp.recv_from(&mut [0; 16]).is_ok() {
                            heard
                                .lock()
                                .unwrap_or_else(PoisonError::into_inner)
                                .insert(*port);
                        }
                    }
                    std::thread::sleep(Duration::from_millis(5));
                }
            }
        });
        Ok(Self {
            ports,
            heard,
            stop,
            thread: Some(thread),
        })
    }

    /// The ports, in order.
    #[must_use]
    pub fn ports(&self) -> &[u16] {
        &self.ports
    }

    /// Whether anything came to this port.
    #[must_use]
    pub fn heard(&self, port: u16) -> bool {
        self.heard
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .contains(&port)
    }
}

impl Drop for Ears {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Both listeners of one free port.
fn pair() -> Result<(u16, TcpListener, UdpSocket)> {
    for _ in 0..50 {
        let tcp = TcpListener::bind(("127.0.0.1", 0))?;
        let port = tcp.local_addr()?.port();
        if let Ok(udp) = UdpSocket::bind(("127.0.0.1", port)) {
            tcp.set_nonblocking(true)?;
            udp.set_nonblocking(true)?;
            return Ok((port, tcp, udp));
        }
    }
    None.context("no port is free for TCP and UDP")
}
