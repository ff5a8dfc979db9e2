"""A portal on loopback whose page carries planted links: a redirect, then a page that comes as the
first argument says: plain, gzip, deflate or chunked. With a certificate and key it speaks TLS.

    portal.py CODING PORT-FILE PAGE-FILE [CERTIFICATE KEY]
"""

import gzip
import http.server
import os
import ssl
import sys
import zlib

coding, port_file, page_file = sys.argv[1:4]
with open(page_file, "rb") as page:
    PAGE = page.read()


class Portal(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        headers, body, status = {}, b"khong co", 404
        if self.path == "/":
            headers, body, status = {"Location": "/vi", "Set-Cookie": "sid=1"}, b"<p>moved", 302
        elif self.path == "/vi":
            body, status = PAGE, 200
            if coding == "gzip":
                headers, body = {"Content-Encoding": "gzip"}, gzip.compress(PAGE)
            elif coding == "deflate":
                headers, body = {"Content-Encoding": "deflate"}, zlib.compress(PAGE)
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        for name, value in headers.items():
            self.send_header(name, value)
        if coding == "chunked" and status == 200:
            self.send_header("Transfer-Encoding", "chunked")
            half = len(body) // 2
            parts = [body[:half], body[half:], b""]
            body = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts)
        else:
            self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Portal)
if len(sys.argv) > 4:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(sys.argv[4], sys.argv[5])
    server.socket = tls.wrap_socket(server.socket, server_side=True)
with open(port_file + ".new", "w", encoding="ascii") as port:
    port.write(str(server.server_address[1]))
os.rename(port_file + ".new", port_file)
server.serve_forever()
