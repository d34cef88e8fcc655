package programs.library;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import programs.Churn;

/** Netty: an echo server, and clients that connect, talk and close. */
public final class CleanNettyEcho {
  private CleanNettyEcho() {}

  @ChannelHandler.Sharable
  static final class Echo extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      context.writeAndFlush(message);
    }
  }

  @ChannelHandler.Sharable
  static final class Drop extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ((ByteBuf) message).release();
    }
  }

  public static void main(String[] args) throws Exception {
    NioEventLoopGroup servers = new NioEventLoopGroup(1);
    NioEventLoopGroup clients = new NioEventLoopGroup(2);
    Channel server = new ServerBootstrap()
        .group(servers)
        .channel(NioServerSocketChannel.class)
        .childHandler(new Echo())
        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).sync().channel();
    Bootstrap bootstrap = new Bootstrap()
        .group(clients)
        .channel(NioSocketChannel.class)
        .handler(new Drop());
    Churn.run(2, (thread, round) -> {
      Channel client = bootstrap.connect(server.localAddress()).sync().channel();
      for (int i = 0; i < 20; i++) {
        client.writeAndFlush(client.alloc().buffer(64).writeZero(64)).sync();
      }
      client.close().sync();
    });
    servers.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    clients.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
  }
}
